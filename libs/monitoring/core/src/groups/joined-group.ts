/** Between the two names of an intersection, as in `30-44 & f`. */
const BETWEEN = ' & ';
const MAXIMUM_NAMES = 10_000;

/** Names of intersections, each made once: a name that is the same string again is found fast among groups. */
export function groupJoiner(): (first: string, second: string) => string {
  let names = new Map<string, Map<string, string>>();
  let size = 0;
  return (first, second) => {
    const known = names.get(first)?.get(second);
    if (known !== undefined) return known;
    if (size >= MAXIMUM_NAMES) [names, size] = [new Map(), 0];
    const joined = `${first}${BETWEEN}${second}`;
    const ofFirst = names.get(first) ?? new Map<string, string>();
    names.set(first, ofFirst.set(second, joined));
    size += 1;
    return joined;
  };
}
