import type { TrainingRunView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { CliError, EXIT } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { modelPath } from '../server/paths';
import { pollUntil } from '../server/poll';

interface RetrainOptions {
  readonly reason: string;
  readonly wait?: boolean;
  readonly timeout: string;
}

const OPEN = new Set(['queued', 'running']);

/** Runs of the model, newest first. */
async function latestRuns(registry: { json<T>(path: string): Promise<T> }, model: string): Promise<TrainingRunView[]> {
  const path = `/api/v1/training-runs?model=${encodeURIComponent(model)}`;
  return (await registry.json<{ items: TrainingRunView[] }>(path)).items;
}

async function retrain(context: CliContext, model: string, options: RetrainOptions, command: Command): Promise<void> {
  const session = openSession(context, command);
  const { registry } = session.connection;
  const known = new Set((await latestRuns(registry, model)).map(({ id }) => id));
  const answer = await registry.json<unknown>(`${modelPath(model)}/retrain`, { json: { reason: options.reason } });
  if (!options.wait) return session.show(answer, () => `retraining of ${model} is requested`);
  const timeoutMs = Number(options.timeout) * 1_000;
  let stage = '';
  const run = await pollUntil(
    async () => (await latestRuns(registry, model)).find(({ id }) => !known.has(id)),
    (found) => found !== undefined && !OPEN.has(found.state),
    {
      timeoutMs,
      what: `the retraining of ${model}`,
      seen: (found) => {
        if (found && found.stage !== stage) context.stderr(`retrain | ${(stage = found.stage)}`);
      },
    },
  );
  if (!run) throw new CliError(`no training run of ${model} was started`);
  session.show(run, () => `${run.state}: ${run.reason}`);
  context.setExitCode(run.state === 'registered' ? EXIT.done : run.state === 'rejected' ? EXIT.failed : EXIT.error);
}

export function registerRetrain(program: Command, context: CliContext): void {
  program
    .command('retrain <model>')
    .description('train a candidate on what was learned since; exit 3 when a gate refuses it')
    .option('--reason <text>', 'why, for the audit log', 'asked for with plumbline retrain')
    .option('--wait', 'until the run is finished')
    .option('--timeout <seconds>', 'with --wait', '600')
    .action((model: string, options: RetrainOptions, command: Command) => retrain(context, model, options, command));
}
