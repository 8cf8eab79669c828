import { booleanOf, numberOf } from '../table/cell';

/**
 * Class names that are one: data frames write 1, 1.0, True or true for what a graph calls 1. Other names are their own,
 * letter for letter.
 */
export function canonicalClass(name: string): string {
  const truth = booleanOf(name);
  if (truth !== null) return truth ? '1' : '0';
  const number = numberOf(name);
  return number === null ? name : String(number);
}

/** Finds a name's place in `classes`: the same text first, then the same class in another spelling; -1 for none. */
export function classIndexer(classes: readonly string[]): (name: string) => number {
  const places = new Map<string, number>();
  classes.forEach((name, at) => {
    const canonical = canonicalClass(name);
    if (!places.has(canonical)) places.set(canonical, at);
  });
  classes.forEach((name, at) => places.set(name, at));
  return (name) => places.get(name) ?? places.get(canonicalClass(name)) ?? -1;
}

/** The same classes, in any order and spelling. */
export function areSameClasses(some: readonly string[], others: readonly string[]): boolean {
  const [a, b] = [some, others].map((names) => new Set(names.map(canonicalClass)));
  return a?.size === b?.size && [...(a ?? [])].every((name) => b?.has(name));
}
