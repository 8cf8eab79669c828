/** A message for people, in one line: what is wrong and what to do. */
export class ServerError extends Error {
  name = 'ServerError';
}

const KNOWN = [
  [/No space left on device|ENOSPC|disk full/i, 'the disk is full. Free some space, then start again.'],
  [
    /Address already in use|could not bind|could not create any TCP\/IP sockets|BindException/i,
    'its port is taken. Stop the other program, or give another port.',
  ],
  [
    /Permission denied|EACCES|EROFS|Read-only file system/i,
    'it may not use its folder. Give one that this user may write to.',
  ],
];

/** What a server's last lines, or an error of our own, mean for the person in front of it. */
export function explain(name, text) {
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  if (known) return new ServerError(`${name}: ${known[1]}`);
  const lines = text.split('\n').filter((line) => line.trim());
  const telling =
    lines.filter((line) => /FATAL|ERROR|Exception|error/.test(line)).at(-1) ?? lines.at(-1) ?? 'it said nothing';
  return new ServerError(`${name} did not start: ${telling.trim()}`);
}
