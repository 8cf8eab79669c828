import cluster, { type Worker } from 'node:cluster';
import { shutDownOnSignal, type Logger } from '@plumbline/platform';
import type { WorkerMessage } from './process-messages';
import { MetricCollector } from './shared-metrics';

const STABLE_MS = 60_000;
const MAX_EARLY_DEATHS = 3;
const RESTART_MS = 500;

const liveWorkers = (): Worker[] => Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? []);

/**
 * One worker a core behind one port; they share nothing but the database and the bus. A worker that dies is replaced; one
 * that keeps dying young ends the service, so that whoever runs it is told.
 */
export function runPrimary(processes: number, logger: Logger): void {
  // The kernel hands out connections: a primary in between would cost each of them a hop.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const collector = new MetricCollector(liveWorkers);
  let stopping = false;
  let earlyDeaths = 0;

  const start = (): void => {
    const startedAtMs = Date.now();
    const worker = cluster.fork();
    worker.on('message', (message: WorkerMessage) => collector.receive(worker, message));
    worker.on('exit', (code, signal) => {
      if (stopping) return;
      earlyDeaths = Date.now() - startedAtMs > STABLE_MS ? 0 : earlyDeaths + 1;
      logger.error({ code, signal, earlyDeaths }, 'an inference process ended');
      if (earlyDeaths > MAX_EARLY_DEATHS) return void end(1);
      setTimeout(() => stopping || start(), RESTART_MS);
    });
  };

  const stopWorkers = async (): Promise<void> => {
    stopping = true;
    const workers = liveWorkers();
    const ended = workers.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())));
    for (const worker of workers) worker.process.kill('SIGTERM');
    await Promise.all(ended);
  };
  const end = async (code: number): Promise<void> => {
    await stopWorkers();
    process.exit(code);
  };

  for (let i = 0; i < processes; i++) start();
  shutDownOnSignal(stopWorkers, { logger });
  logger.info({ processes }, 'inference runs in several processes');
}
