import type { TrainingData } from './training-data';

export interface TableColumns {
  separator: string;
  label: string;
  positive: string;
  drop: readonly string[];
  categorical: readonly string[];
}

/** Text without separators inside quotes. Category codes are the ranks of the sorted texts. */
export function parseTable(text: string, spec: TableColumns): TrainingData & { columns: Float32Array[] } {
  const [head = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(spec.separator).map((cell) => cell.replace(/^"|"$/g, '')));
  const featureNames = head.filter((name) => name !== spec.label && !spec.drop.includes(name));
  const cells = (name: string): string[] => rows.map((row) => row[head.indexOf(name)] ?? '');
  const columns = featureNames.map((name) => {
    const texts = cells(name);
    if (!spec.categorical.includes(name)) return Float32Array.from(texts, Number);
    const levels = [...new Set(texts)].sort();
    const codes = new Map(levels.map((level, code) => [level, code]));
    return Float32Array.from(texts, (level) => codes.get(level) ?? NaN);
  });
  return {
    columns,
    labels: Uint8Array.from(cells(spec.label), (cell) => Number(cell === spec.positive)),
    featureNames,
    categorical: featureNames.map((name) => spec.categorical.includes(name)),
  };
}
