// The demo world, started by `npm start`: a story on first start, then a trickle of SIMULATED customers.
import { setTimeout as sleep } from 'node:timers/promises';
import { demoClient, MODEL } from './demo-client.mjs';
import { seedStory } from './seed-story.mjs';
import { trickle } from './trickle.mjs';

const ATTEMPTS = 5;
const tell = (line) => process.stdout.write(`demo | ${line}\n`);

const server = { url: process.env.PLUMBLINE_URL, token: process.env.PLUMBLINE_TOKEN };
const client = demoClient({ ...server, inferenceUrl: process.env.PLUMBLINE_INFERENCE_URL });
const leaving = new AbortController();
// `disconnect`: the start that held our channel died without a signal.
for (const end of ['SIGINT', 'SIGTERM', 'disconnect'])
  process.on(end, () => {
    leaving.abort();
    setTimeout(() => process.exit(0), 500).unref();
  });

/** When the story begins: at the model's birth, so that a second start goes on with the same schedule. */
async function beginning() {
  const model = await client.model();
  if (model) tell(`${MODEL} is here already: going on`);
  else tell('making a story from simulated bank customers; set PLUMBLINE_DEMO=0 to go without');
  return model ? Date.parse(model.createdAt) : Date.now();
}

async function seed() {
  for (let attempt = 1; attempt <= ATTEMPTS && !leaving.signal.aborted; attempt++) {
    try {
      const startedMs = await beginning();
      await seedStory(client, server, startedMs, tell);
      return startedMs;
    } catch (error) {
      if (leaving.signal.aborted) break;
      tell(`not ready yet (${error.message}); trying again`);
      await sleep(3_000 * attempt, undefined, { signal: leaving.signal }).catch(() => {});
    }
  }
  return Date.now();
}

const startedMs = await seed();
if (!leaving.signal.aborted) tell('simulated customers come, about two a second');
await trickle(client, startedMs, tell, leaving.signal);
process.exit(0);
