import type { EventBus } from '@plumbline/platform';
import { DELIVERY_RULES } from './bus-delivery-rules';
import { GROUP_RULES } from './bus-group-rules';
import { BusWorld } from './bus-world';

export interface EventBusHarness {
  /** Another client of the same log. */
  connect(): EventBus;
  dispose(): Promise<void>;
}

/** What every EventBus must do. */
export function eventBusConformance(open: () => Promise<EventBusHarness>): void {
  let harness: EventBusHarness;
  beforeAll(async () => {
    harness = await open();
  });
  afterAll(async () => harness?.dispose());

  it.each(Object.entries({ ...DELIVERY_RULES, ...GROUP_RULES }))('%s', async (_rule, check) => {
    const world = new BusWorld(() => harness.connect());
    try {
      await check(world);
    } finally {
      await world.close();
    }
  });
}
