import { aSignature } from '../signature/signature.builder';
import type { Signature } from '../signature/signature';
import { measureReference } from './measure-reference';

const binary = (output: Partial<Signature['output']> = {}) =>
  aSignature({ output: { ...aSignature().output, ...output } });
const scores = (...values: number[]) => ({ scores: Float64Array.from(values) });

describe('measureReference', () => {
  it('counts right answers with their Wilson interval', () => {
    // Wilson 1927: 8 of 10 is 0.8 in [0.4902, 0.9433].
    const cells = ['yes', 'yes', 'yes', 'yes', 'no', 'no', 'no', 'no', 'yes', 'no'];
    const { metrics, metricIntervals } = measureReference(
      binary(),
      cells,
      scores(0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1, 0.2, 0.8),
      'reference',
    );
    expect(metrics['accuracy']).toBeCloseTo(0.8, 12);
    const { low, high, ...rest } = metricIntervals['accuracy'] ?? { low: NaN, high: NaN };
    expect([low, high]).toEqual([expect.closeTo(0.4902, 4), expect.closeTo(0.9433, 4)]);
    expect(rest).toEqual({ level: 0.95, rows: 10, method: 'wilson', on: 'reference' });
  });

  it('gives log loss and AUC as known, inside their intervals', () => {
    const cells = ['no', 'no', 'yes', 'yes'];
    const { metrics, metricIntervals } = measureReference(binary(), cells, scores(0.1, 0.4, 0.35, 0.8), 'reference');
    expect(metrics['auc']).toBe(0.75);
    // -(ln 0.9 + ln 0.6 + ln 0.35 + ln 0.8) / 4
    expect(metrics['logLoss']).toBeCloseTo(0.472288, 6);
    for (const name of ['auc', 'logLoss']) {
      const { low = NaN, high = NaN } = metricIntervals[name] ?? {};
      expect(low).toBeLessThan(metrics[name] as number);
      expect(high).toBeGreaterThan(metrics[name] as number);
    }
  });

  it('knows a class in the spelling of another tool', () => {
    const signature = binary({ classes: ['0', '1'], positiveClass: '1' });
    const { metrics } = measureReference(signature, ['1.0', 'false'], scores(0.9, 0.1), 'reference');
    expect(metrics).toMatchObject({ accuracy: 1, auc: 1 });
  });

  it('has accuracy and log loss for several classes, from the row of scores', () => {
    const signature = { ...binary({ classes: ['a', 'b', 'c'], positiveClass: null }), task: 'multiclass' as const };
    const classScores = Float64Array.from([0.7, 0.2, 0.1, 0.1, 0.3, 0.6]);
    const { metrics } = measureReference(signature, ['a', 'b'], { ...scores(0.7, 0.6), classScores }, 'reference');
    expect(metrics).toEqual({ logLoss: expect.closeTo(-(Math.log(0.7) + Math.log(0.3)) / 2, 12), accuracy: 0.5 });
  });

  it('has root mean square and mean absolute error for numbers', () => {
    const signature = { ...binary({ classes: [], positiveClass: null }), task: 'regression' as const };
    const { metrics, metricIntervals } = measureReference(signature, ['1', '2'], scores(2, 5), 'reference');
    expect(metrics).toEqual({ rmse: expect.closeTo(Math.sqrt(5), 12), mae: 2 });
    expect(metricIntervals['mae']).toMatchObject({ method: 'normal', rows: 2 });
  });

  it('measures accuracy only where the model answers labels, which are no probabilities', () => {
    expect(measureReference(binary({ kind: 'label' }), ['yes', 'no'], scores(1, 1), 'reference').metrics).toEqual({
      accuracy: 0.5,
    });
    const output = { ...binary().output, kind: 'label', classes: ['a', 'b', 'c'], positiveClass: null } as const;
    const classes = { ...binary(), task: 'multiclass', output } as const;
    const { metrics } = measureReference(classes, ['c', 'a', 'b', 'b'], scores(2, 0, 1, 0), 'reference');
    expect(metrics).toEqual({ accuracy: 0.75 });
  });

  it.each([
    ['an unknown label', ['yes', 'perhaps']],
    ['no row', []],
  ])('is empty for %s', (_, cells) => {
    expect(measureReference(binary(), cells, scores(...cells.map(() => 0.5)), 'reference')).toEqual({
      metrics: {},
      metricIntervals: {},
    });
  });
});
