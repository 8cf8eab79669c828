const WIDTH = 96;
const HEIGHT = 24;

function toPath(values: readonly (number | null)[]): string {
  const known = values.filter((value): value is number => value !== null);
  const low = Math.min(...known);
  const range = Math.max(...known) - low || 1;
  const step = WIDTH / Math.max(1, values.length - 1);
  let pen = 'M';
  let path = '';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    path += `${pen}${(i * step).toFixed(1)},${(HEIGHT - 3 - ((value - low) / range) * (HEIGHT - 6)).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}

/** The course of a few numbers, oldest first; a gap where one is not known. `label` tells it in words. */
export function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  if (values.filter((value) => value !== null).length < 2) return null;
  return (
    <svg className="pl-spark" width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={toPath(values)} fill="none" stroke="var(--pl-series-1)" strokeWidth={1.5} />
    </svg>
  );
}
