import type { MetricSnapshot } from '@plumbline/platform';

/** Between the primary and its workers, over the cluster's own channel. */
export type WorkerMessage =
  | { readonly kind: 'metrics-wanted'; readonly id: number }
  | { readonly kind: 'snapshot'; readonly id: number; readonly snapshot: MetricSnapshot };

export type PrimaryMessage =
  | { readonly kind: 'snapshot-wanted'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number; readonly text: string };
