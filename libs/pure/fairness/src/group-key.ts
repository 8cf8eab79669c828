/**
 * Band of a number: ascending edges cut the line into '<25', '[25, 40)', ..., '>=60'. Not a number gives 'missing'.
 * Example: bandOf(31, [25, 40, 60]) = '[25, 40)'.
 */
export function bandOf(value: number | null | undefined, edges: readonly number[]): string {
  if (value === null || value === undefined || Number.isNaN(value)) return 'missing';
  const above = edges.findIndex((edge) => value < edge);
  if (above === 0) return `<${edges[0]}`;
  if (above === -1) return edges.length === 0 ? 'all' : `>=${edges[edges.length - 1]}`;
  return `[${edges[above - 1]}, ${edges[above]})`;
}

/** Name of an intersection of groups, attributes in text order. Example: { sex: 'F', age: '<25' } -> 'age=<25 & sex=F'. */
export function intersectionOf(groups: Readonly<Record<string, string>>): string {
  return Object.keys(groups)
    .sort()
    .map((attribute) => `${attribute}=${groups[attribute]}`)
    .join(' & ');
}
