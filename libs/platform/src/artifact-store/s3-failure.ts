import type { PlumblineError } from '@plumbline/problem';
import { ArtifactStoreRefusedError, ArtifactStoreUnavailableError } from './artifact.errors';
import type { S3Location } from './s3-location';

interface S3Failure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export const isMissing = (error: unknown): boolean => {
  const { name } = error as S3Failure;
  return name === 'NotFound' || name === 'NoSuchKey';
};

const CREDENTIALS =
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use an AWS profile or role that this process can see.';
const RIGHTS = 'Allow s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on the bucket and s3:ListBucket of it.';

/** What somebody has to mend before asking again helps; without an entry here a failure counts as passing. */
function refusalOf({ name, message, $metadata }: S3Failure): { reason: string; remedy: string } | null {
  if (name === 'NoSuchBucket')
    return { reason: 'there is no such bucket', remedy: 'Create it, or correct ARTIFACT_URL.' };
  if (name === 'CredentialsProviderError') return { reason: 'no credentials were found', remedy: CREDENTIALS };
  if (name === 'InvalidAccessKeyId' || name === 'SignatureDoesNotMatch' || name === 'ExpiredToken')
    return { reason: `the credentials are not accepted (${name})`, remedy: CREDENTIALS };
  if ($metadata?.httpStatusCode === 301 || name === 'PermanentRedirect')
    return { reason: 'the bucket is in another region', remedy: 'Give its region: ARTIFACT_URL=s3://...?region=name.' };
  if ($metadata?.httpStatusCode === 403) return { reason: `access was denied`, remedy: `${RIGHTS} ${CREDENTIALS}` };
  if (message?.startsWith('Region is missing'))
    return { reason: 'no region is known', remedy: 'Set AWS_REGION or ARTIFACT_URL=s3://...?region=name.' };
  return null;
}

export function s3Failure(error: unknown, { bucket, endpoint }: S3Location): PlumblineError {
  const failure = error as S3Failure;
  const refusal = refusalOf(failure);
  if (refusal) return new ArtifactStoreRefusedError(bucket, refusal.reason, refusal.remedy, error);
  const what = failure.code ?? failure.name ?? 'unknown error';
  return new ArtifactStoreUnavailableError(bucket, `${endpoint ?? 'S3'} failed (${what})`, error);
}
