import type { FeedbackReader, LabelledRow, Scalar } from '@plumbline/retraining-core';

/** What monitoring can tell; its feedback query fits this shape. */
export interface FeedbackSource {
  labelledRows(
    model: string,
    options: { limit: number },
  ): Promise<
    {
      predictionId: string;
      features: readonly Scalar[];
      attributes: Readonly<Record<string, Scalar>> | null;
      positive: boolean;
    }[]
  >;
  pendingRows(model: string, limit: number): Promise<{ predictionId: string; features: readonly Scalar[] }[]>;
  insertVersionScores(
    model: string,
    version: number,
    rows: readonly { predictionId: string; score: number }[],
    source: 'backfill',
  ): Promise<void>;
  labelsSince(model: string, at: Date): Promise<number>;
  predictionsRecordedSince(model: string, at: Date): Promise<number>;
  databaseTime(): Promise<Date>;
}

/** More rows than this waiting for a label are judged by their newest part. */
const MAX_PENDING = 20_000;

export class MonitoredFeedback implements FeedbackReader {
  constructor(private readonly source: FeedbackSource) {}

  async labelledRows(model: string, limit: number): Promise<LabelledRow[]> {
    const rows = await this.source.labelledRows(model, { limit });
    return rows.map(({ predictionId, features, attributes, positive }) => ({
      id: predictionId,
      features,
      attributes,
      positive,
      source: 'feedback',
    }));
  }

  pendingRows(model: string) {
    return this.source.pendingRows(model, MAX_PENDING);
  }

  saveBackfill(model: string, version: number, scores: { predictionId: string; score: number }[]): Promise<void> {
    return this.source.insertVersionScores(model, version, scores, 'backfill');
  }

  async countSince(model: string, since: Date | null): Promise<{ labels: number; predictions: number }> {
    const at = since ?? new Date(0);
    const [labels, predictions] = await Promise.all([
      this.source.labelsSince(model, at),
      this.source.predictionsRecordedSince(model, at),
    ]);
    return { labels, predictions };
  }

  databaseTime(): Promise<Date> {
    return this.source.databaseTime();
  }
}
