import type { TrainingColumns } from '../training-data';
import type { LevelTerm, NumericTerm } from './logistic-model';

/** A sparse row-major matrix with the same number of entries in every row; an entry of value 0 is padding. */
export interface Design {
  rowCount: number;
  columnCount: number;
  entriesPerRow: number;
  columns: Int32Array;
  values: Float64Array;
}

// Rarer codes of a feature share "none of these": a table of thousands of levels learns nothing but noise.
const MAX_LEVELS = 255;

export function standardise(value: number, { mean, scale }: NumericTerm): number {
  // The graph computes in float32; so does this.
  return value === value ? Math.fround(Math.fround(value - mean) / scale) : 0;
}

function numericTerm(column: Float32Array, feature: number, weights: Float64Array | undefined): NumericTerm {
  const moment = (of: (value: number) => number): number => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < column.length; i++) {
      const value = column[i] as number;
      if (value !== value) continue;
      const weight = weights ? (weights[i] as number) : 1;
      sum += weight * of(value);
      total += weight;
    }
    return total > 0 ? sum / total : 0;
  };
  const mean = Math.fround(moment((value) => value));
  const scale = Math.fround(Math.sqrt(moment((value) => (value - mean) ** 2)));
  // What is left of a constant column is rounding of its mean.
  return { feature, mean, scale: scale > Math.abs(mean) * 1e-6 ? scale : 1, coefficient: 0 };
}

function levelTerms(column: Float32Array, feature: number): LevelTerm[] {
  const frequency = new Map<number, number>();
  for (const code of column) if (code === code) frequency.set(code, (frequency.get(code) ?? 0) + 1);
  return [...frequency]
    .sort(([codeA, a], [codeB, b]) => b - a || codeA - codeB)
    .slice(0, MAX_LEVELS)
    .map(([code]) => ({ feature, code, coefficient: 0 }))
    .sort((a, b) => a.code - b.code);
}

export interface DesignTerms {
  numeric: NumericTerm[];
  levels: LevelTerm[];
}

export function designTerms({ columns, categorical, weights }: TrainingColumns): DesignTerms {
  const terms: DesignTerms = { numeric: [], levels: [] };
  columns.forEach((column, f) => {
    if (categorical[f]) terms.levels.push(...levelTerms(column, f));
    else terms.numeric.push(numericTerm(column, f, weights));
  });
  return terms;
}

/** Columns: the intercept, then the numeric terms, then the levels. */
export function buildDesign({ columns, categorical, rowCount }: TrainingColumns, terms: DesignTerms): Design {
  const entriesPerRow = 1 + columns.length;
  const design: Design = {
    rowCount,
    columnCount: 1 + terms.numeric.length + terms.levels.length,
    entriesPerRow,
    columns: new Int32Array(rowCount * entriesPerRow),
    values: new Float64Array(rowCount * entriesPerRow),
  };
  for (let i = 0; i < rowCount; i++) design.values[i * entriesPerRow] = 1;
  const numericOf = new Map(terms.numeric.map((term, at) => [term.feature, { term, at: 1 + at }]));
  columns.forEach((column, f) => {
    const codes = new Map<number, number>();
    terms.levels.forEach(({ feature, code }, at) => {
      if (feature === f) codes.set(code, 1 + terms.numeric.length + at);
    });
    const numeric = numericOf.get(f);
    for (let i = 0; i < rowCount; i++) {
      const entry = i * entriesPerRow + 1 + f;
      const value = column[i] as number;
      const at = categorical[f] ? codes.get(value) : numeric?.at;
      if (at === undefined) continue;
      design.columns[entry] = at;
      design.values[entry] = numeric ? standardise(value, numeric.term) : 1;
    }
  });
  return design;
}
