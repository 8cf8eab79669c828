/** Bisection on a monotone function that changes sign in [low, high]; stops when the bracket no longer shrinks. */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  const rising = f(b) > 0;
  for (let i = 0; i < 200; i += 1) {
    const middle = (a + b) / 2;
    if (middle === a || middle === b) break;
    if (f(middle) > 0 === rising) b = middle;
    else a = middle;
  }
  return (a + b) / 2;
}
