const FIRST = ['logLoss', 'log_loss', 'auc', 'accuracy'];

/** The known metrics first, then the others by name. */
export function inOrder(names: Iterable<string>): string[] {
  const all = new Set(names);
  const known = FIRST.filter((name) => all.has(name));
  return [...known, ...[...all].filter((name) => !known.includes(name)).sort()];
}

/** @example readable('logLoss') === 'Log loss' */
export function readable(name: string): string {
  if (name === 'auc') return 'AUC';
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
