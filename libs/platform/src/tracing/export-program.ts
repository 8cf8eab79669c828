import { createTracing } from './create-tracing';

/** For tests: begins and ends spans, and prints how long that took and what was told of the receiver. */
async function main([endpoint, count]: readonly string[]): Promise<void> {
  const states: string[] = [];
  const tracing = createTracing({
    service: 'program',
    endpoint,
    sampleRate: 1,
    exportEveryMs: 10,
    headers: { authorization: 'Bearer t' },
    onReceiver: (state) => states.push(state),
  });
  const startedAt = performance.now();
  for (let i = 0; i < Number(count); i++) {
    const span = tracing.begin('request', 'SERVER', undefined, { number: i });
    span?.begin('run').end();
    span?.end();
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const workMs = performance.now() - startedAt;
  await tracing.close();
  process.stdout.write(JSON.stringify({ states, workMs, closeMs: performance.now() - startedAt - workMs }));
}

void main(process.argv.slice(2));
