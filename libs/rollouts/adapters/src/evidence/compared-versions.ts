import type { Rollout } from '@plumbline/rollouts-core';
import type { Queryable } from './queryable';

/** What the signatures say about how to read both versions' scores. */
export interface ComparedVersions {
  readonly isProbability: boolean;
  readonly championThreshold: number;
  readonly candidateThreshold: number;
}

const SIGNATURES = `
  SELECT version, signature ->> 'task' AS task, signature -> 'output' ->> 'kind' AS kind,
         coalesce((signature -> 'output' ->> 'threshold')::float8, 0.5) AS threshold
    FROM model_version WHERE model = $1 AND version = ANY ($2)`;

interface SignatureRow {
  readonly version: number;
  readonly task: string;
  readonly kind: string | null;
  readonly threshold: number;
}

export async function selectCompared(
  db: Queryable,
  { model, championVersion }: Rollout,
  version: number,
): Promise<ComparedVersions> {
  const { rows } = await db.query<SignatureRow>(SIGNATURES, [model, [championVersion, version]]);
  const thresholdOf = (wanted: number) => rows.find((row) => row.version === wanted)?.threshold ?? 0.5;
  return {
    isProbability: rows.every(({ task, kind }) => task === 'binary' && kind !== 'label'),
    championThreshold: thresholdOf(championVersion),
    candidateThreshold: thresholdOf(version),
  };
}
