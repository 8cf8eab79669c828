// What a benchmark started and must not outlive it: servers run in process groups of their own.
const running = new Set();

/** @template {{stop(): Promise<void>}} T @param {T} server @returns {T} stops once, by its owner or by `stopAll` */
export function started(server) {
  const once = {
    ...server,
    stop: async () => {
      if (running.delete(once)) await server.stop();
    },
  };
  running.add(once);
  return once;
}

/** The last one first. */
export async function stopAll() {
  for (const server of [...running].reverse()) await server.stop().catch(() => {});
}
