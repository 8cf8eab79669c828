import { formatDecimal, verdictWord, type HeatCell } from '@plumbline/ui';

const FULL_COLOUR_AT = 5;

/** A cell's colour grows with the effect, full at five times the minimum; the verdict is a mark, not only the colour. */
export function heatCell(
  { feature, effect, verdict }: { feature: string; effect: number | null; verdict: string },
  minimumEffect: number,
): HeatCell {
  const text = formatDecimal(effect, 2);
  const title = `${feature}: effect ${text}, ${verdictWord(verdict).toLowerCase()}`;
  if (verdict === 'not_enough_evidence') return { text, mark: '◔', tone: 'muted', strength: 0, title };
  const strength = Math.min(1, (effect ?? 0) / (FULL_COLOUR_AT * minimumEffect));
  if (verdict === 'drift') return { text, mark: '▲', tone: 'watch', strength: Math.max(0.35, strength), title };
  return { text, mark: '', tone: 'muted', strength: strength / 2, title };
}
