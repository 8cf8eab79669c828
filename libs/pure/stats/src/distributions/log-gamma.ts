const { log, sin } = Math;

const LANCZOS_G = 607 / 128;
const LANCZOS = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174, -0.49191381609762019978,
  0.33994649984811888699e-4, 0.46523628927048575665e-4, -0.98374475304879564677e-4, 0.15808870322491248884e-3,
  -0.21026444172410488319e-3, 0.2174396181152126432e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
  -0.2619083840158140867e-4, 0.36899182659531622704e-5,
];
const HALF_LOG_TWO_PI = 0.5 * log(2 * Math.PI);

/**
 * ln Γ(x) for x > 0, by the Lanczos series (g = 607/128, 15 terms; Godfrey 2001), relative error about 1e-14.
 * NaN for x <= 0. Example: logGamma(5) = ln 24 = 3.17805383...
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  if (x < 0.5) return log(Math.PI / sin(Math.PI * x)) - logGamma(1 - x);
  let series = LANCZOS[0] as number;
  for (let i = 1; i < LANCZOS.length; i += 1) series += (LANCZOS[i] as number) / (x - 1 + i);
  const t = x + LANCZOS_G - 0.5;
  return HALF_LOG_TWO_PI + (x - 0.5) * log(t) - t + log(series);
}

const TABLE_SIZE = 1024;
const LOG_FACTORIALS = new Float64Array(TABLE_SIZE);
for (let n = 2; n < TABLE_SIZE; n += 1) {
  LOG_FACTORIALS[n] = (LOG_FACTORIALS[n - 1] as number) + log(n);
}

/** ln n! for a whole n >= 0; a table below 1,024, Stirling's series above (error below 1e-15 relative). */
export function logFactorial(n: number): number {
  if (n < TABLE_SIZE) return LOG_FACTORIALS[n] as number;
  return (n + 0.5) * log(n) - n + HALF_LOG_TWO_PI + 1 / (12 * n) - 1 / (360 * n * n * n);
}
