const MAXIMUM_LENGTH = 255;

/**
 * Why a name of an external data file can not be used, and what to do; null: it is a plain relative path that stays
 * beside the model on every system.
 */
export function externalNameProblem(name: string): string | null {
  const refuse = (reason: string): string =>
    `the external data file ${JSON.stringify(name.slice(0, 80))} ${reason}: save the model again with a plain file name beside it`;
  if (name === '') return 'a tensor keeps its data in another file but names none: save the model again';
  if (name.length > MAXIMUM_LENGTH) return refuse(`has a name of more than ${MAXIMUM_LENGTH} characters`);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return refuse('has a control character in its name');
  if (name.includes('\\')) return refuse('has a backslash in its name');
  if (/^[a-z]:/i.test(name)) return refuse('names a drive');
  if (name.startsWith('/')) return refuse('is an absolute path');
  const parts = name.split('/');
  if (parts.includes('..')) return refuse('leads out of its folder');
  if (parts.some((part) => part === '' || part === '.')) return refuse('has an empty part in its path');
  return null;
}
