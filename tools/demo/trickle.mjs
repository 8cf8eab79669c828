// Simulated customers as they come: about two a second, what became of them a minute later, for as long as this runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { customerStream } from './customers.mjs';
import { MODEL } from './demo-client.mjs';
import { ONSET_BEFORE_START_MS, shiftAt } from './schedule.mjs';

const EVERY_MS = 1_000;
const ROWS = 2;
const OUTCOME_DELAY_MS = 60_000;
const LONGEST_WAIT_MS = 30_000;

export async function trickle(client, startedMs, tell, signal) {
  // Another stream each time: a restart does not repeat customers.
  const stream = customerStream(Math.floor(Date.now() / 1_000));
  const waiting = [];
  let failures = 0;
  while (!signal.aborted) {
    const waitMs = failures === 0 ? EVERY_MS : Math.min(LONGEST_WAIT_MS, EVERY_MS * 2 ** failures);
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      const now = Date.now();
      const shift = shiftAt(now - startedMs + ONSET_BEFORE_START_MS);
      const customers = Array.from({ length: ROWS }, () => stream.next(shift));
      const predictions = await client.predict(customers);
      predictions.forEach(({ predictionId }, i) =>
        waiting.push({ dueMs: now + OUTCOME_DELAY_MS, predictionId, label: customers[i].churn }),
      );
      const due = waiting.filter(({ dueMs }) => dueMs <= now);
      if (due.length > 0) {
        const observedAt = new Date(now).toISOString();
        await client.outcomes(
          due.map(({ predictionId, label }) => ({ model: MODEL, predictionId, label, observedAt })),
        );
        waiting.splice(0, due.length);
      }
      if (failures > 0) tell('simulated traffic flows again');
      failures = 0;
    } catch (error) {
      if (failures === 0 && !signal.aborted) tell(`simulated traffic pauses: ${error.message}`);
      failures = Math.min(failures + 1, 10);
    }
  }
}
