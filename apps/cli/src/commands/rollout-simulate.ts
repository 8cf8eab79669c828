import { readFileSync } from 'node:fs';
import type { BacktestView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { EXIT, UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { modelPath } from '../server/paths';
import { parseVersion } from './promote';

interface SimulateOptions {
  readonly to: string;
  readonly against?: string;
  readonly policy?: string;
  readonly since?: string;
  readonly until?: string;
}

function policyOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`--policy ${file}: ${cause instanceof Error ? cause.message : 'cannot be read'}`);
  }
}

function backtestText(view: BacktestView): string {
  const { championVersion, candidateVersion, rows, labelled, steps, leftOut, isCut } = view;
  const head = `v${candidateVersion} against v${championVersion} on ${rows} logged predictions${isCut ? ' (the newest)' : ''}, ${labelled} with a label: ${view.end.replace('_', ' ')}`;
  const walked = steps.map(({ at, sharePercent, decision }) => `${at}  ${sharePercent} %  ${decision}`);
  const missing = leftOut.length > 0 ? [`not in a log, so not judged: ${leftOut.join(', ')}`] : [];
  return [head, ...walked, ...(view.end === 'open' ? [view.decision] : []), ...missing].join('\n');
}

export function registerRolloutSimulate(rollout: Command, context: CliContext): void {
  rollout
    .command('simulate <model>')
    .description('what a policy would have done with logged predictions; exit 0 promoted, 3 not, 4 undecided')
    .requiredOption('--to <version>', 'the candidate')
    .option('--against <version>', 'left out: the champion')
    .option('--policy <file>', "a rollout policy as JSON; left out: the model's")
    .option('--since <time>', 'predictions recorded from then on, ISO 8601')
    .option('--until <time>', 'and before then')
    .action(async (model: string, { to, against, policy, since, until }: SimulateOptions, command: Command) => {
      const session = openSession(context, command);
      const json = {
        version: parseVersion(to),
        ...(against !== undefined && { against: parseVersion(against) }),
        ...(policy !== undefined && { policy: policyOf(policy) }),
        ...(since !== undefined && { from: since }),
        ...(until !== undefined && { to: until }),
      };
      const path = `${modelPath(model)}/rollouts/simulate`;
      const view = await session.connection.registry.json<BacktestView>(path, { json });
      session.show(view, () => backtestText(view));
      context.setExitCode(view.end === 'promoted' ? EXIT.done : view.end === 'open' ? EXIT.timeout : EXIT.failed);
    });
}
