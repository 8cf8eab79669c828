import Redis from 'ioredis';
import { serverCoordinates } from './test-servers';

export interface TestRedis {
  readonly url: string;
  drop(): Promise<void>;
}

/** A logical database of its own on the running Redis (tools/servers/redis.mjs allows 10,000), so that suites do not meet. */
export async function testRedis(): Promise<TestRedis> {
  const server = serverCoordinates('redis');
  const counter = new Redis(server);
  const number = await counter.incr('plumbline-test-databases');
  await counter.quit();
  const url = new URL(server);
  url.pathname = `/${number}`;
  return {
    url: url.toString(),
    drop: async () => {
      const client = new Redis(url.toString());
      await client.flushdb();
      await client.quit();
    },
  };
}
