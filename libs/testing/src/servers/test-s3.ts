import { randomBytes } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { serverCoordinates } from './test-servers';

export interface TestS3 {
  readonly bucket: string;
  readonly artifactUrl: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** For a process of its own: the credentials as the AWS SDK looks for them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly client: S3Client;
}

/** A bucket of its own on the running S3 server. */
export async function testS3(): Promise<TestS3> {
  // Not above: every specification would load the SDK.
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
  const server = new URL(serverCoordinates('s3'));
  const credentials = { accessKeyId: server.username, secretAccessKey: server.password };
  const endpoint = server.origin;
  const region = 'us-east-1';
  const checksums = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, ...checksums });
  const bucket = `plumbline-${randomBytes(6).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    bucket,
    artifactUrl: `s3://${bucket}/models?endpoint=${endpoint}&region=${region}&pathStyle=true`,
    credentials,
    environment: {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    client,
  };
}
