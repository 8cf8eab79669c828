import { smallModel, triggeredLoop } from '@plumbline/testing';
import { batchRowsFor, runsApart } from './placement';

const MEGABYTE = 2 ** 20;

describe('runsApart', () => {
  it('keeps a small, quick model here, whatever words its strings hold', async () => {
    const words = Buffer.concat([smallModel(), Buffer.from('\x0bScandinavia Loop')]);
    expect(await runsApart({ source: words, latencyMs: 2 })).toBe(false);
  });

  it('moves what takes long, is large, or may never end', async () => {
    const source = smallModel();
    expect(await runsApart({ source, latencyMs: 2.1 })).toBe(true);
    expect(await runsApart({ source, latencyMs: 0.1, bytes: 65 * MEGABYTE })).toBe(true);
    expect(await runsApart({ source: triggeredLoop(), latencyMs: 0.1 })).toBe(true);
  });

  it('sees a loop whose name is written with a longer length than it needs', async () => {
    const canonical = Buffer.from(triggeredLoop());
    const at = canonical.indexOf('Loop') - 1;
    const evasive = Buffer.concat([canonical.subarray(0, at), Buffer.of(0x84, 0x00), canonical.subarray(at + 1)]);
    expect(await runsApart({ source: evasive })).toBe(true);
  });

  it('does what the setting says', async () => {
    expect(await runsApart({ source: smallModel() }, 'always')).toBe(true);
    expect(await runsApart({ source: triggeredLoop(), latencyMs: 99 }, 'never')).toBe(false);
  });
});

describe('batchRowsFor', () => {
  it.each([
    [0, 64],
    [2.5, 64],
    [50, 10],
    [900, 1],
  ])('lets a model of %d ms a row have %d rows a run', (latencyMs, rows) => {
    expect(batchRowsFor(latencyMs)).toBe(rows);
  });
});
