import type { TrainingRunsView, TrainingRunView } from '@plumbline/contracts';
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

interface Seen {
  readonly run: TrainingRunView | undefined;
  /** Why the request was not followed. */
  readonly suppressed: string | undefined;
}

/** What came of a request: a run that was not there before, or a recorded refusal that is newer. */
function answerTo({ items, suppressions }: TrainingRunsView, before: TrainingRunsView): Seen {
  const known = new Set(before.items.map(({ id }) => id));
  const ofPerson = (view: TrainingRunsView) => view.suppressions.filter(({ trigger }) => trigger === 'person');
  const seen = new Set(ofPerson(before).map(({ lastAt }) => lastAt));
  const suppressed = ofPerson({ items, suppressions, nextCursor: null }).find(({ lastAt }) => !seen.has(lastAt));
  return { run: items.find(({ id }) => !known.has(id)), suppressed: suppressed?.reason };
}

async function retrain(context: CliContext, model: string, options: RetrainOptions, command: Command): Promise<void> {
  const session = openSession(context, command);
  const { registry } = session.connection;
  const runs = () => registry.json<TrainingRunsView>(`/api/v1/training-runs?model=${encodeURIComponent(model)}`);
  const before = await runs();
  const answer = await registry.json<unknown>(`${modelPath(model)}/retrain`, { json: { reason: options.reason } });
  if (!options.wait) return session.show(answer, () => `retraining of ${model} is requested`);
  const timeoutMs = Number(options.timeout) * 1_000;
  let stage = '';
  const { run, suppressed } = await pollUntil(
    async () => answerTo(await runs(), before),
    (seen) => seen.suppressed !== undefined || (seen.run !== undefined && !OPEN.has(seen.run.state)),
    {
      timeoutMs,
      what: `the retraining of ${model}`,
      seen: (now) => {
        if (now.run && now.run.stage !== stage) context.stderr(`retrain | ${(stage = now.run.stage)}`);
      },
    },
  );
  if (!run) throw new CliError(`${model} is not retrained: ${suppressed ?? 'no run was started'}`, EXIT.failed);
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
