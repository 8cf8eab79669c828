/** A word of a command to copy: quoted where a shell would split it. @example shellWord('my model') === "'my model'" */
export const shellWord = (text: string): string =>
  /^[\w.@%+:,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
