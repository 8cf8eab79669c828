import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  artifactStoreConformance,
  describeWithServer,
  killedPutConformance,
  putFileProcess,
  testS3,
  type TestS3,
} from '@plumbline/testing';
import { S3ArtifactStore } from './s3-artifact.store';
import { S3Bucket } from './s3-bucket';
import { parseS3Location } from './s3-location';

const HELLO = Buffer.from('hello');

describeWithServer('s3', 'S3ArtifactStore', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'plumbline-s3-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  const downloads = () => join(dataDir, 'downloads');
  const storeOf = ({ artifactUrl, credentials }: Pick<TestS3, 'artifactUrl' | 'credentials'>) =>
    new S3ArtifactStore(new S3Bucket(parseS3Location(artifactUrl), credentials), downloads());
  const keyOf = (digest: string) => `models/${digest.slice(0, 2)}/${digest.slice(2)}`;

  artifactStoreConformance(async () => {
    const s3 = await testS3();
    return {
      store: storeOf(s3),
      damage: async (digest, change) => {
        const object = { Bucket: s3.bucket, Key: keyOf(digest) };
        const stored = await s3.client.send(new GetObjectCommand(object));
        const bytes = await (stored.Body as NonNullable<typeof stored.Body>).transformToByteArray();
        await s3.client.send(new PutObjectCommand({ ...object, Body: change(bytes) }));
      },
    };
  });

  killedPutConformance(async () => {
    const s3 = await testS3();
    return {
      store: storeOf(s3),
      artifactUrl: s3.artifactUrl,
      dataDir,
      environment: s3.environment,
      sizeBytes: 64 * 1024 * 1024,
      hasBegun: async () => {
        const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: s3.bucket }));
        return (Uploads ?? []).length > 0;
      },
    };
  });

  it('keeps no local copy of what it handed out', async () => {
    const store = storeOf(await testS3());
    const { stream } = await store.open(await store.put(HELLO));
    expect(readdirSync(downloads())).toEqual([]);
    stream.destroy();
  });

  it.each([
    ['there is no such bucket', /"no-such-bucket".*no such bucket.*Create it/, { bucket: 'no-such-bucket' }],
    [
      'the key is not known',
      /credentials are not accepted \(InvalidAccessKeyId\).*AWS_ACCESS_KEY_ID/,
      { id: 'nobody' },
    ],
    ['the secret is wrong', /credentials are not accepted \(SignatureDoesNotMatch\)/, { secret: 'wrong' }],
  ])(
    'names the bucket and the remedy when %s',
    async (_, message, { bucket, id, secret }: Partial<Record<string, string>>) => {
      const s3 = await testS3();
      const store = storeOf({
        artifactUrl: bucket === undefined ? s3.artifactUrl : s3.artifactUrl.replace(s3.bucket, bucket),
        credentials: {
          accessKeyId: id ?? s3.credentials.accessKeyId,
          secretAccessKey: secret ?? s3.credentials.secretAccessKey,
        },
      });
      const refused = { code: 'artifact_store_refused', retryable: false, message: expect.stringMatching(message) };
      await expect(store.get('a'.repeat(64))).rejects.toMatchObject(refused);
      if (bucket !== undefined) await expect(store.put(HELLO)).rejects.toMatchObject(refused);
      else await expect(store.put(HELLO)).rejects.toMatchObject({ code: 'artifact_store_refused' });
    },
  );

  it('takes credentials from the environment, and says so when there are none', async () => {
    const program = putFileProcess();
    const { artifactUrl, environment } = await testS3();
    const file = join(dataDir, 'hello');
    writeFileSync(file, HELLO);
    const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    const given = { artifactUrl, dataDir, file };
    expect(await program.run({ ...given, environment })).toMatchObject({ bytes: 5 });
    expect(await program.run({ ...given, environment: without })).toEqual({
      code: 'artifact_store_refused',
      message: expect.stringMatching(/no credentials were found.*AWS_ACCESS_KEY_ID/),
    });
    program.remove();
  });
});
