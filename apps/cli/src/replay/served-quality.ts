import { areaUnderCurve, logLoss, type Label } from '@plumbline/stats';

export interface ScoredLabel {
  readonly score: number;
  /** Null when the file has no outcome for the row: it is not judged. */
  readonly positive: boolean | null;
}

export interface Quality {
  readonly rows: number;
  readonly logLoss: number | null;
  readonly auc: number | null;
}

export function qualityOf(rows: readonly ScoredLabel[]): Quality {
  const known = rows.filter(({ positive }) => positive !== null);
  const labels = known.map(({ positive }): Label => (positive ? 1 : 0));
  const scores = known.map(({ score }) => score);
  if (known.length === 0) return { rows: 0, logLoss: null, auc: null };
  return { rows: known.length, logLoss: logLoss(labels, scores), auc: areaUnderCurve(labels, scores) ?? null };
}

export interface QualityWindow {
  /** Rows of the replay, from 0; `to` is the first that is not in it. */
  readonly from: number;
  readonly to: number;
  /** Share of positive outcomes; null when none is known. */
  readonly rate: number | null;
  readonly served: Quality;
  readonly baseline: Quality | null;
}

/** @param baseline scores of the same rows by another version, or null */
export function qualityWindows(
  served: readonly ScoredLabel[],
  baseline: readonly ScoredLabel[] | null,
  windowRows: number,
): QualityWindow[] {
  const windows: QualityWindow[] = [];
  for (let from = 0; from < served.length; from += windowRows) {
    const rows = served.slice(from, from + windowRows);
    const judged = rows.filter(({ positive }) => positive !== null);
    windows.push({
      from,
      to: from + rows.length,
      rate: judged.length === 0 ? null : judged.filter(({ positive }) => positive).length / judged.length,
      served: qualityOf(rows),
      baseline: baseline && qualityOf(baseline.slice(from, from + windowRows)),
    });
  }
  return windows;
}
