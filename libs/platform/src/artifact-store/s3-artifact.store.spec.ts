import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactDigest } from './artifact-digest';
import { createArtifactStore } from './create-artifact-store';
import { S3ArtifactStore } from './s3-artifact.store';
import { S3Bucket } from './s3-bucket';
import { parseS3Location } from './s3-location';

const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'secret' };
const BYTES = Buffer.alloc(300 * 1024, 7);
const DIGEST = artifactDigest(BYTES);

describe('S3ArtifactStore and a server that fails', () => {
  let server: Server;
  let folder: string;
  let requests: number;
  beforeEach(() => {
    requests = 0;
    folder = mkdtempSync(join(tmpdir(), 'plumbline-s3-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  const storeAnsweredBy = async (listener: RequestListener) => {
    server = createServer((request, response) => {
      requests += 1;
      listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const location = parseS3Location(`s3://models?endpoint=http://127.0.0.1:${port}`);
    return new S3ArtifactStore(new S3Bucket(location, CREDENTIALS), join(folder, 'downloads'));
  };
  const unavailable = (reason: RegExp) => ({
    code: 'artifact_store_unavailable',
    retryable: true,
    message: expect.stringMatching(reason),
  });

  it('gives up after a few attempts, and says that trying again may help', async () => {
    const store = await storeAnsweredBy((request) => request.socket.destroy());
    await expect(store.get(DIGEST)).rejects.toMatchObject(unavailable(/"models" does not answer: http:.*Try again/));
    expect(requests).toBe(4);
  });

  it('asks again when a server is overloaded for a moment', async () => {
    const store = await storeAnsweredBy((_, response) => {
      if (requests === 1) response.writeHead(503).end();
      else response.writeHead(200, { 'content-length': BYTES.length }).end(BYTES);
    });
    expect(BYTES.equals(await store.get(DIGEST))).toBe(true);
  });

  it('reads a body again that broke off', async () => {
    const store = await storeAnsweredBy((_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      if (requests % 2 === 0) response.end(BYTES);
      else response.write(BYTES.subarray(0, 100_000), () => response.destroy());
    });
    expect(BYTES.equals(await store.get(DIGEST))).toBe(true);
    await store.copyTo(DIGEST, join(folder, 'copy'));
    expect((await store.open(DIGEST)).stream.destroy().destroyed).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['copy', 'downloads']);
  });

  it('gives up on a body that always breaks off, and leaves no file', async () => {
    const store = await storeAnsweredBy((_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 100_000), () => response.destroy());
    });
    await expect(store.copyTo(DIGEST, join(folder, 'copy'))).rejects.toMatchObject(unavailable(/"models"/));
    expect([requests, readdirSync(folder)]).toEqual([3, []]);
  });

  it('says which rights it needs when access is denied, also where the answer has no body', async () => {
    const store = await storeAnsweredBy((_, response) => response.writeHead(403).end());
    const message = expect.stringMatching(/"models".*access was denied.*s3:GetObject.*s3:ListBucket/);
    const refused = { code: 'artifact_store_refused', retryable: false, message };
    await expect(store.has(DIGEST)).rejects.toMatchObject(refused);
    await expect(store.put(BYTES)).rejects.toMatchObject(refused);
  });
});

describe('createArtifactStore on S3', () => {
  it('asks nobody', () => {
    expect(createArtifactStore({ artifactUrl: 's3://models', dataDir: '.' })).toBeInstanceOf(S3ArtifactStore);
  });
});
