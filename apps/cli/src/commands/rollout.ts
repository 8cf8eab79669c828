import type { RolloutView } from '@plumbline/contracts';
import { Option, type Command } from 'commander';
import { CliError, EXIT, UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import type { ApiClient } from '../server/api-client';
import { itemsOf, modelPath } from '../server/paths';
import { pollUntil } from '../server/poll';
import { parseVersion } from './promote';
import { registerRolloutPlan } from './rollout-plan';
import { registerRolloutRows } from './rollout-rows';
import { registerRolloutSimulate } from './rollout-simulate';

const OPEN = new Set(['running', 'paused', 'promoting']);

/** The one that is open, else the latest. */
async function currentRollout(registry: ApiClient, model: string): Promise<RolloutView> {
  const rollouts = itemsOf(
    await registry.json<{ items: RolloutView[]; nextCursor: null }>(`${modelPath(model)}/rollouts`),
  );
  const current = rollouts.find(({ state }) => OPEN.has(state)) ?? rollouts[0];
  if (current) return current;
  throw new CliError(`${model} has had no rollout: plumbline rollout start ${model} --to VERSION`);
}

function rolloutText(rollout: RolloutView): string {
  const head = `${rollout.strategy} of v${rollout.candidateVersion} beside v${rollout.championVersion}: ${rollout.state}, ${rollout.setSharePercent} % set, ${rollout.actualSharePercent?.toFixed(1) ?? '-'} % real (step ${rollout.stepIndex + 1} of ${rollout.steps.length}, ${rollout.stepPredictions} predictions)`;
  const metrics = formatTable(
    ['metric', 'arm', 'role', 'champion', 'candidate', 'difference', 'low', 'high', 'rows', 'verdict'],
    rollout.metrics.map((m) => [
      m.metric,
      m.arm ?? '',
      m.role,
      m.champion,
      m.candidate,
      m.difference.estimate,
      m.difference.low,
      m.difference.high,
      m.difference.n,
      m.verdict,
    ]),
  );
  const arms = formatTable(
    ['arm', 'version', 'set %', 'real %'],
    (rollout.arms ?? []).map((arm) => [arm.name, arm.version, arm.setSharePercent, arm.actualSharePercent]),
  );
  const latest = rollout.events.at(-1);
  const asked = latest?.kind === 'promotion_asked' ? [`promotion asked by ${latest.actor}: ${latest.reason}`] : [];
  const decision = rollout.decision || rollout.reason;
  const isTest = rollout.strategy === 'ab';
  return [head, decision, ...asked, ...(isTest ? [arms] : []), ...(rollout.metrics.length > 0 ? [metrics] : [])].join(
    '\n',
  );
}

const exitOf = ({ state }: RolloutView): number =>
  state === 'promoted' || state === 'completed' ? EXIT.done : OPEN.has(state) ? EXIT.done : EXIT.failed;

interface StartOptions {
  readonly to: string;
  readonly strategy: string;
  readonly steps?: string;
  readonly arms?: string;
  readonly reason: string;
}

/** @throws UsageError that shows the form */
export function parseArms(text: string): { name: string; version: number; sharePercent: number }[] {
  return text.split(',').map((part) => {
    const [, name, version, percent] = /^([^=:,]+)=(\d+):(\d+(?:\.\d+)?)$/.exec(part.trim()) ?? [];
    if (name === undefined) throw new UsageError(`--arms ${text}: give NAME=VERSION:PERCENT, with commas`);
    return { name, version: Number(version), sharePercent: Number(percent) };
  });
}

function registerStart(rollout: Command, context: CliContext): void {
  rollout
    .command('start <model>')
    .description('give a version a growing share of the traffic while it is judged')
    .requiredOption('--to <version>', 'the candidate')
    .addOption(new Option('--strategy <name>').choices(['canary', 'blue-green', 'shadow', 'ab']).default('canary'))
    .option('--steps <percents>', 'shares, with commas, e.g. 10,25,50,100')
    .option('--arms <list>', 'of an A/B test, NAME=VERSION:PERCENT with commas, e.g. blue=2:20,green=3:30')
    .option('--reason <text>', 'why, for the audit log', 'started with plumbline rollout')
    .action(async (model: string, options: StartOptions, command: Command) => {
      const steps = options.steps?.split(',').map(Number);
      if (steps?.some((step) => !(step > 0 && step <= 100)))
        throw new UsageError(`--steps ${options.steps}: give percents above 0 to 100, with commas`);
      const { strategy, reason } = options;
      const arms = options.arms === undefined ? undefined : parseArms(options.arms);
      const session = openSession(context, command);
      const json = {
        version: parseVersion(options.to),
        strategy,
        reason,
        ...(steps && { steps }),
        ...(arms && { arms }),
      };
      const started = await session.connection.registry.json<RolloutView>(`${modelPath(model)}/rollouts`, { json });
      session.show(started, () => `rollout ${started.id} of ${model} v${json.version} is running`);
    });
}

function registerLooks(rollout: Command, context: CliContext): void {
  rollout
    .command('get <model>')
    .description('the rollout that runs, or the latest')
    .action(async (model: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const found = await currentRollout(session.connection.registry, model);
      session.show(found, () => rolloutText(found));
    });
  rollout
    .command('watch <model>')
    .description('until it ends; exit 0 promoted, 3 not, 4 time-out')
    .option('--timeout <seconds>', 'how long', '3600')
    .action(async (model: string, { timeout }: { timeout: string }, command: Command) => {
      const session = openSession(context, command);
      const { registry } = session.connection;
      const { id } = await currentRollout(registry, model);
      let told = '';
      const ended = await pollUntil(
        () => registry.json<RolloutView>(`/api/v1/rollouts/${id}`),
        ({ state }) => !OPEN.has(state),
        {
          timeoutMs: Number(timeout) * 1_000,
          what: `rollout ${id}`,
          seen: (now) => {
            const line = `${now.state} ${now.setSharePercent} %: ${now.decision}`;
            if (line !== told) context.stderr(`rollout | ${(told = line)}`);
          },
        },
      );
      session.show(ended, () => rolloutText(ended));
      context.setExitCode(exitOf(ended));
    });
}

export function registerRollout(program: Command, context: CliContext): void {
  const rollout = program.command('rollout').description('try a version on a share of the real traffic');
  registerStart(rollout, context);
  registerLooks(rollout, context);
  registerRolloutPlan(rollout, context);
  registerRolloutSimulate(rollout, context);
  registerRolloutRows(rollout, context, currentRollout);
  for (const action of ['pause', 'resume', 'promote', 'abort'] as const)
    rollout
      .command(`${action} <model>`)
      .description(`${action} the rollout that runs`)
      .requiredOption('--reason <text>', 'why, for the audit log')
      .addOption(
        new Option('--arm <name>', 'of an A/B test: the one that becomes champion').hideHelp(action !== 'promote'),
      )
      .action(async (model: string, { reason, arm }: { reason: string; arm?: string }, command: Command) => {
        const session = openSession(context, command);
        const { registry } = session.connection;
        const { id } = await currentRollout(registry, model);
        const changed = await registry.json<RolloutView>(`/api/v1/rollouts/${id}/${action}`, {
          json: { reason, ...(arm !== undefined && { arm }) },
        });
        session.show(changed, () => rolloutText(changed));
      });
}
