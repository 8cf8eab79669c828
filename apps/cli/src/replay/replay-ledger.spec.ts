import { ReplayLedger, type ServedRow } from './replay-ledger';

const row = (n: number, label: string | null = 'no'): ServedRow => ({
  row: n,
  predictionId: `p${n}`,
  version: 1,
  score: 0.5,
  label,
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i));
const ids = (due: readonly ServedRow[]) => due.map(({ row: n }) => n);

describe('whose outcome is due', () => {
  it('is the row that lies the delay behind the latest answer', () => {
    const ledger = new ReplayLedger(5);
    ledger.answered(rows(0, 5));
    expect(ids(ledger.due())).toEqual([]);
    ledger.answered(rows(5, 7));
    expect(ids(ledger.due())).toEqual([0, 1]);
  });

  it('hands a row out again until it is confirmed, and never after', () => {
    const ledger = new ReplayLedger(0);
    ledger.answered(rows(0, 3));
    expect(ids(ledger.due())).toEqual([0, 1, 2]);
    expect(ids(ledger.due())).toEqual([0, 1, 2]);
    ledger.sent(2);
    expect(ids(ledger.due())).toEqual([2]);
    ledger.sent(1);
    expect(ledger.due()).toEqual([]);
  });

  it('is everybody left, when the replay ends', () => {
    const ledger = new ReplayLedger(500);
    ledger.answered(rows(0, 3));
    expect(ids(ledger.due({ flush: true }))).toEqual([0, 1, 2]);
  });

  it('counts only rows that have an outcome as sent', () => {
    const ledger = new ReplayLedger(0);
    ledger.answered([row(0), row(1, null), row(2)]);
    ledger.sent(3);
    expect(ledger.outcomesSent).toBe(2);
  });
});
