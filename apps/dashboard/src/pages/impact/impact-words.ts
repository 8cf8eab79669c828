import type { ImpactEffectView, ImpactView } from '@plumbline/contracts';
import { formatDecimal, formatInteger, formatShare, type LinePoint, type LineSeries } from '@plumbline/ui';
import { shellWord } from '../../shared/shell-word';

type Policy = NonNullable<ImpactView['policy']>;
type Effects = NonNullable<ImpactView['effects']>;

export interface EffectRow {
  readonly name: string;
  /** Money, or a share of subjects. */
  readonly unit: 'money' | 'share';
  readonly effect: ImpactEffectView;
}

/** Cents of large sums say nothing. */
export const money = (value: number | null): string =>
  value !== null && Math.abs(value) >= 1_000 ? formatInteger(value) : formatDecimal(value, 2);

/** Revenue lift in words; null where the policy uses no amounts, or nothing was earned. */
export function liftText({ amountLift: { estimate, low, high } }: Effects, { amount }: Policy): string | null {
  if (amount === 'none' || estimate === null) return null;
  const way = estimate < 0 ? 'below' : 'above';
  return `The mean amount of the treated is ${formatShare(Math.abs(estimate))} ${way} that of the held out, between ${formatShare(low)} and ${formatShare(high)} for one look.`;
}

/** Every effect so that above 0 is the better side; amounts only where the policy uses them. */
export function effectRows(effects: Effects, { positiveOutcome, amount }: Policy): EffectRow[] {
  const outcome = positiveOutcome === 'unwanted' ? 'Fewer subjects with the outcome' : 'More subjects with the outcome';
  return [
    { name: 'Value a subject', unit: 'money', effect: effects.valuePerSubject },
    { name: 'Value over all treated', unit: 'money', effect: effects.valueTotal },
    { name: outcome, unit: 'share', effect: effects.outcomeRate },
    ...(amount === 'none'
      ? []
      : [{ name: 'Amount a subject', unit: 'money', effect: effects.amountPerSubject } as const]),
    { name: 'Cost saved a subject', unit: 'money', effect: effects.costSavedPerSubject },
  ];
}

export const VALUE_SERIES: readonly LineSeries[] = [
  { key: 'estimate', label: 'value a subject' },
  { key: 'low', label: 'lower end' },
  { key: 'high', label: 'upper end' },
];

/** The interval that holds at every point at once. */
export const valuePoints = (series: ImpactView['series']): LinePoint[] =>
  series.map(({ at, valuePerSubject: { estimate, anytimeLow, anytimeHigh } }) => ({
    at,
    values: { estimate, low: anytimeLow, high: anytimeHigh },
  }));

export const bookedPoints = (series: ImpactView['series']): LinePoint[] =>
  series.map(({ at, bookedValue }) => ({ at, values: { booked: bookedValue } }));

/** A policy to begin with, and the command that puts it in force. */
export function policyCommands(model: string): string[] {
  const policy = {
    currency: 'EUR',
    values: { truePositive: 40, falseAlarm: 0, miss: -100, trueNegative: 0 },
    actionCost: 5,
    holdoutPercent: 10,
  };
  return [
    `echo '${JSON.stringify(policy)}' > impact.json`,
    `npx plumbline policy set ${shellWord(model)} impact impact.json`,
  ];
}

const VERDICTS = { gain: 'better', loss: 'worse', not_enough_evidence: 'not_enough_evidence' } as const;
const WORDS = { gain: 'Gain', loss: 'Loss', not_enough_evidence: 'Not enough evidence' } as const;

/** Look and word of a verdict. */
export const effectVerdict = ({ verdict }: ImpactEffectView) => ({ verdict: VERDICTS[verdict], word: WORDS[verdict] });

const CELLS = {
  truePositive: 'True positive',
  falseAlarm: 'False alarm',
  miss: 'Miss',
  trueNegative: 'True negative',
} as const;

export interface CellRow {
  readonly cell: string;
  readonly treated: { readonly rows: number; readonly value: number };
  readonly holdout: { readonly rows: number; readonly value: number };
}

const NONE = { rows: 0, value: 0 };

/** Both sides beside each other, in the order of the policy. */
export const cellRows = (cells: ImpactView['cells']): CellRow[] =>
  Object.entries(CELLS).map(([key, cell]) => ({
    cell,
    treated: cells.find((one) => one.arm === 'treated' && one.cell === key) ?? NONE,
    holdout: cells.find((one) => one.arm === 'holdout' && one.cell === key) ?? NONE,
  }));
