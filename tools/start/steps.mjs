// Lines on the terminal while the product starts: what happens, how long it took, and a sign of life every two seconds.
const STILL_MS = 2_000;

export class StartError extends Error {}

export const say = (line) => process.stdout.write(`${line}\n`);

/** Runs one step; anything that takes longer than two seconds says that it is still at work. */
export async function step(title, work) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  let detail = '';
  say(`- ${title} ...`);
  const timer = setInterval(() => say(`  ${title}: ${seconds()} s${detail ? `, ${detail}` : ''}`), STILL_MS);
  try {
    const result = await work((line) => (detail = line.trim().slice(0, 100)));
    say(`  done in ${seconds()} s${typeof result === 'string' && result ? `: ${result}` : ''}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
