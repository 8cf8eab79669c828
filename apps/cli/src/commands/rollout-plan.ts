import { planExperiment, type ExperimentPlan } from '@plumbline/rollouts-core';
import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import { show, type CliContext } from '../context';

interface PlanOptions {
  readonly rate?: string;
  readonly deviation?: string;
  readonly effect: string;
  readonly share: string;
  readonly championShare?: string;
  readonly perDay?: string;
  readonly alpha: string;
  readonly power: string;
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`--${name} ${text}: give a number`);
}

/** @throws UsageError naming the option */
export function planOf(options: PlanOptions): ExperimentPlan & { readonly days: number | null } {
  const { rate, deviation, effect, share, championShare, perDay } = options;
  if ((rate === undefined) === (deviation === undefined))
    throw new UsageError('give --rate of a yes-or-no metric, or --deviation of a number; not both');
  const p = rate === undefined ? undefined : numberOf('rate', rate);
  if (p !== undefined && !(p > 0 && p < 1)) throw new UsageError(`--rate ${rate}: give a rate between 0 and 1`);
  const sharePercent = numberOf('share', share);
  const plan = planExperiment({
    deviation: p === undefined ? numberOf('deviation', deviation ?? '') : Math.sqrt(p * (1 - p)),
    effect: numberOf('effect', effect),
    sharePercent,
    championPercent: championShare === undefined ? 100 - sharePercent : numberOf('champion-share', championShare),
    alpha: numberOf('alpha', options.alpha),
    power: numberOf('power', options.power),
    tuningN: 5_000,
  });
  return { ...plan, days: perDay === undefined ? null : Math.ceil(plan.requests / numberOf('per-day', perDay)) };
}

export function registerRolloutPlan(rollout: Command, context: CliContext): void {
  rollout
    .command('plan')
    .description('how long an A/B test takes to find an effect, looking at any time; needs no server')
    .requiredOption('--effect <difference>', "smallest difference to find, in the metric's unit, e.g. 0.02")
    .option('--rate <share>', 'the champion now, of a yes-or-no metric, e.g. 0.1')
    .option('--deviation <number>', 'standard deviation of one observation, of a number')
    .option('--share <percent>', "the arm's", '50')
    .option('--champion-share <percent>', 'left out: the rest')
    .option('--per-day <requests>', 'requests a day that get an outcome')
    .option('--power <probability>', 'of finding the effect', '0.8')
    .option('--alpha <probability>', 'of a false verdict', '0.05')
    .action((options: PlanOptions, command: Command) => {
      const plan = planOf(options);
      const days = plan.days === null ? '' : `, ${plan.days} days`;
      show(context, command, plan, () =>
        [
          `${plan.requests} requests${days}: ${plan.observations} outcomes of arm and champion, looking as often as wished`,
          `${plan.fixedObservations} outcomes would do with a single look at the end, and none before`,
        ].join('\n'),
      );
    });
}
