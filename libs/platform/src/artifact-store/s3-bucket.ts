import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import { isMissing, s3Failure } from './s3-failure';
import type { S3Location } from './s3-location';

const ATTEMPTS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const SILENCE_TIMEOUT_MS = 30_000;
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_IN_FLIGHT = 2;

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Objects of one bucket; every failure is one of our errors. The SDK is loaded at the first use, and only then. */
export class S3Bucket {
  private opened: Promise<S3Client> | undefined;

  /** Without credentials the SDK looks for them where AWS programs do: environment, profile, role. */
  constructor(
    private readonly location: S3Location,
    private readonly credentials?: S3Credentials,
  ) {}

  /** @returns null when there is no such object */
  async sizeOf(name: string): Promise<number | null> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
    const found = await this.orNull(async () => (await this.client()).send(new HeadObjectCommand(this.key(name))));
    return found === null ? null : (found.ContentLength ?? 0);
  }

  /** @returns null when there is no such object */
  async read(name: string): Promise<Readable | null> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const found: GetObjectCommandOutput | null = await this.orNull(async () =>
      (await this.client()).send(new GetObjectCommand(this.key(name))),
    );
    return found === null ? null : (found.Body as Readable);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    await this.failing(async () =>
      (await this.client()).send(new PutObjectCommand({ ...this.key(name), Body: bytes })),
    );
  }

  /** In parts of a few MB: an object appears when all of them are there, and never when the stream fails. */
  async writeStream(name: string, body: Readable): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    let failedSource: Error | undefined;
    body.once('error', (error: Error) => (failedSource = error));
    try {
      const client = await this.client();
      const params = { ...this.key(name), Body: body };
      await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_IN_FLIGHT }).done();
    } catch (error) {
      throw failedSource ?? s3Failure(error, this.location);
    } finally {
      body.destroy();
    }
  }

  failure(error: unknown): Error {
    return s3Failure(error, this.location);
  }

  private async orNull<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (isMissing(error)) return null;
      throw s3Failure(error, this.location);
    }
  }

  private async failing<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw s3Failure(error, this.location);
    }
  }

  private key(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.location.bucket, Key: `${this.location.prefix}${name}` };
  }

  private client(): Promise<S3Client> {
    this.opened ??= openClient(this.location, this.credentials);
    return this.opened;
  }
}

async function openClient(
  { endpoint, region, pathStyle }: S3Location,
  credentials: S3Credentials | undefined,
): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const named = region ?? (endpoint === undefined ? undefined : 'us-east-1');
  return new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(named === undefined ? {} : { region: named }),
    ...(credentials === undefined ? {} : { credentials }),
    forcePathStyle: pathStyle,
    maxAttempts: ATTEMPTS,
    // Many servers that speak S3 refuse the newer CRC headers; the SHA-256 of every read is ours.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS },
  });
}
