import type { ImpactEffectView, ImpactView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';

const number = (value: number | null): string => (value === null ? '-' : value.toFixed(4));

function effectRow(name: string, effect: ImpactEffectView): (string | number)[] {
  const { estimate, low, high, anytimeLow, anytimeHigh, verdict } = effect;
  return [
    name,
    number(estimate),
    `${number(low)} to ${number(high)}`,
    `${number(anytimeLow)} to ${number(anytimeHigh)}`,
    verdict,
  ];
}

function effectsTable({ effects, policy }: ImpactView): string {
  if (effects === null || policy === null) return '';
  const { valuePerSubject, valueTotal, outcomeRate, amountPerSubject, costSavedPerSubject } = effects;
  const fewer = policy.positiveOutcome === 'unwanted' ? 'fewer positive outcomes' : 'more positive outcomes';
  return formatTable(
    ['treated against held out', 'estimate', 'one look', 'any number of looks', 'verdict'],
    [
      effectRow(`value a subject (${policy.currency})`, valuePerSubject),
      effectRow(`value in all (${policy.currency})`, valueTotal),
      effectRow(`${fewer} (share)`, outcomeRate),
      effectRow(`amount a subject (${policy.currency})`, amountPerSubject),
      effectRow(`cost saved a subject (${policy.currency})`, costSavedPerSubject),
    ],
  );
}

function liftText({ effects, policy }: ImpactView): string {
  if (effects === null || policy === null || policy.amount === 'none') return '';
  const { estimate, low, high } = effects.amountLift;
  return `lift of the mean amount: ${number(estimate)} (${number(low)} to ${number(high)}, one look)`;
}

function armsTable({ arms }: ImpactView): string {
  if (arms === null) return '';
  const rows = (['treated', 'holdout'] as const).map((arm) => {
    const { subjects, withOutcome, actions, meanValue, positiveRate } = arms[arm];
    return [arm, subjects, withOutcome, actions, number(meanValue), number(positiveRate?.estimate ?? null)];
  });
  return formatTable(['', 'subjects', 'with outcome', 'actions', 'mean value', 'positive rate'], rows);
}

const versionsTable = ({ versions }: ImpactView): string =>
  versions.length === 0
    ? ''
    : formatTable(
        ['version', 'treated', 'held out', 'actions', 'value booked', 'gain a subject'],
        versions.map((v) => [
          v.version,
          v.treated,
          v.heldOut,
          v.actions,
          number(v.bookedValue),
          number(v.valuePerSubject.estimate),
        ]),
      );

function impactText(view: ImpactView): string {
  const range = view.from && view.to ? `${view.from} to ${view.to}` : '';
  const head = `${view.state}: ${view.reason}`;
  const hint = view.state === 'not_configured' ? `plumbline policy set ${view.model} impact impact.json` : '';
  const parts = [
    range,
    head,
    hint,
    ...view.warnings,
    effectsTable(view),
    liftText(view),
    armsTable(view),
    versionsTable(view),
  ];
  return parts.filter(Boolean).join('\n\n');
}

export function registerImpact(program: Command, context: CliContext): void {
  program
    .command('impact <model>')
    .description('what acting on the model is worth, against the subjects held out')
    .option('--from <time>', 'from this time')
    .option('--to <time>', 'to this time')
    .action(async (model: string, { from, to }: { from?: string; to?: string }, command: Command) => {
      const session = openSession(context, command);
      const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
      const view = await session.connection.registry.json<ImpactView>(`${modelPath(model)}/impact?${query.toString()}`);
      session.show(view, () => impactText(view));
    });
}
