import { DEFAULT_SCHEDULE } from '@plumbline/monitoring-core';
import { createPool, systemClock } from '@plumbline/platform';
import { Deliverer } from '../notification/deliverer';
import { deliveriesStore } from '../notification/deliveries.store';
import { Receivers } from '../notification/receiver/receivers';
import { SecretBox } from '../notification/secret-box';
import { WebhooksStore } from '../notification/webhooks.store';

export interface DelivererProcessOptions {
  readonly databaseUrl: string;
  readonly key: string;
  readonly allowed: readonly string[];
}

/** Sends what is due until the process is killed: the part of the worker that a test may kill. */
async function main({ databaseUrl, key, allowed }: DelivererProcessOptions): Promise<void> {
  const pool = createPool(databaseUrl);
  const webhooks = new WebhooksStore(new SecretBox(Buffer.from(key, 'base64')));
  const ports = { pool, webhooks, receivers: new Receivers(allowed), mailer: null, clock: systemClock };
  const deliverer = new Deliverer({ ...ports, onDisabled: async () => undefined }, { schedule: DEFAULT_SCHEDULE });
  for (;;) {
    for (const id of await deliveriesStore.due(pool, 10)) await deliverer.deliver(id);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

main(JSON.parse(process.argv[2] ?? '{}') as DelivererProcessOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
