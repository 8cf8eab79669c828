import type { ImpactEffectView, ImpactView } from '@plumbline/contracts';
import { cellRows, effectRows, effectVerdict, liftText, policyCommands, valuePoints } from './impact-words';

const effect = (verdict: ImpactEffectView['verdict']): ImpactEffectView => ({
  ...{ estimate: 2, low: 1, high: 3, n: 500, anytimeLow: 0.5, anytimeHigh: 3.5, verdict },
});
const effects: NonNullable<ImpactView['effects']> = {
  ...{ valuePerSubject: effect('gain'), valueTotal: effect('gain'), outcomeRate: effect('loss') },
  ...{ amountPerSubject: effect('gain'), costSavedPerSubject: effect('not_enough_evidence') },
  amountLift: { estimate: null, low: null, high: null, n: 0 },
};
const policy: NonNullable<ImpactView['policy']> = {
  ...{ currency: 'EUR', action: 'on_positive', positiveOutcome: 'unwanted', amount: 'none' },
  ...{ holdoutPercent: 10, minimumSubjects: 100, alpha: 0.05 },
};

describe('words of the impact', () => {
  it('names the better side of the outcome, and amounts only where they count', () => {
    const names = (change: Partial<typeof policy>) => effectRows(effects, { ...policy, ...change }).map((r) => r.name);
    expect(names({})).toContain('Fewer subjects with the outcome');
    expect(names({})).not.toContain('Amount a subject');
    expect(names({ positiveOutcome: 'wanted', amount: 'every_outcome' })).toEqual(
      expect.arrayContaining(['More subjects with the outcome', 'Amount a subject']),
    );
  });

  it('draws the interval that holds at every look', () => {
    const point = { at: 't', treated: 1, heldOut: 1, bookedValue: 7, valuePerSubject: effect('gain') };
    expect(valuePoints([point])).toEqual([{ at: 't', values: { estimate: 2, low: 0.5, high: 3.5 } }]);
  });

  it('tells the lift of amounts in words, and nothing where amounts do not count', () => {
    const lifted = { ...effects, amountLift: { estimate: -0.05, low: -0.1, high: 0.01, n: 900 } };
    expect(liftText(lifted, { ...policy, amount: 'every_outcome' })).toMatch(/5\.0.%? ?.* below that of the held out/);
    expect(liftText(lifted, policy)).toBeNull();
    expect(liftText(effects, { ...policy, amount: 'every_outcome' })).toBeNull();
  });

  it('calls a loss a loss', () => {
    expect(effectVerdict(effect('loss'))).toEqual({ verdict: 'worse', word: 'Loss' });
  });

  it('shows a cell without rows as none, on both sides', () => {
    const rows = cellRows([{ arm: 'holdout', cell: 'miss', rows: 3, value: -30 }]);
    expect(rows.map(({ cell }) => cell)).toEqual(['True positive', 'False alarm', 'Miss', 'True negative']);
    expect(rows[2]).toEqual({
      cell: 'Miss',
      treated: { rows: 0, value: 0 },
      holdout: expect.objectContaining({ rows: 3 }) as object,
    });
  });

  it('gives commands that a shell takes for any name', () => {
    expect(policyCommands('my model')[1]).toBe("npx plumbline policy set 'my model' impact impact.json");
  });
});
