import { cardSections, readGateReport } from './read-document';

describe('documents of a version', () => {
  it('reads the gates and keeps what stands beside them', () => {
    const report = readGateReport({
      schemaVersion: 1,
      gates: [{ gate: 'auc', verdict: 'PASS', rule: '>= 0.7', value: 0.8 }, 'no gate', { gate: 'half' }],
      decidedBy: 'ci',
    });
    expect(report).toEqual({
      gates: [{ gate: 'auc', verdict: 'PASS', rule: '>= 0.7', rest: { value: 0.8 } }],
      rest: { decidedBy: 'ci' },
    });
  });

  it.each([[null], ['text'], [[]], [{ gates: 'none' }]])('is no gate report: %j', (body) => {
    expect(readGateReport(body)).toBeNull();
  });

  it('puts the sections that readers look for first', () => {
    const titles = cardSections({ carbonGrams: 12, limitations: ['small data'], summary: 'Scores calls.' });
    expect(titles.map(({ title }) => title)).toEqual(['Summary', 'Limitations', 'Carbon grams']);
  });

  it('shows a list as its items and anything deeper as JSON', () => {
    const [limits, deep] = cardSections({ limitations: ['a', 'b'], extra: { a: 1 } });
    expect(limits?.content).toEqual({ texts: ['a', 'b'] });
    expect(deep?.content).toEqual({ json: '{\n  "a": 1\n}' });
  });
});
