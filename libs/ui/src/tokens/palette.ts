/** Okabe-Ito hues, darkened on white and lightened on black; values in ui.css. Series also differ by dash and marker. */
const SERIES = [
  { color: 'var(--pl-series-1)', dash: undefined },
  { color: 'var(--pl-series-2)', dash: '6 3' },
  { color: 'var(--pl-series-3)', dash: '2 3' },
  { color: 'var(--pl-series-4)', dash: '9 3 2 3' },
  { color: 'var(--pl-series-5)', dash: '4 2' },
  { color: 'var(--pl-series-6)', dash: '1 2' },
] as const;

export interface SeriesStyle {
  readonly color: string;
  readonly dash: string | undefined;
}

export const seriesStyle = (index: number): SeriesStyle => SERIES[index % SERIES.length] ?? SERIES[0];

export type Tone = 'good' | 'watch' | 'bad' | 'acting' | 'muted';
