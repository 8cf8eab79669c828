import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { inMiB, median, timed } from '../figures.mjs';
import { loadBenchModels } from '../load-bench-models.mjs';
import { bytesOf, pushVersion } from '../push-version.mjs';
import { forgetPeak, peakResidentBytes, residentBytes, watchChildren } from '../resident-memory.mjs';
import { buildRegistry, scratchPlace, startRegistry } from '../running-registry.mjs';
import { started } from '../started.mjs';
import { startS3 } from '../../servers/s3.mjs';

const ROUNDS = 3;
const MAX_EXTRA_MIB = 150;
const [HIDDEN, WIDTH] = [16_384, 8_000];
const EXTERNAL_BYTES = HIDDEN * WIDTH * 4;
const BLOCK_BYTES = 2 ** 20;
const EXTERNAL = 'weights.bin';
const CSV = `a,b,y\n${Array.from({ length: 60 }, (_, i) => `${i / 10 - 3},${(i % 7) / 10},${i > 29 ? 1 : 0}`).join('\n')}\n`;

/** Small floats, other ones in each round: what is stored already would not be stored again. */
function writeWeights(path, seed) {
  const block = Float32Array.from({ length: BLOCK_BYTES / 4 }, (_, at) => (((at * 31 + seed * 17) % 997) - 498) / 1e6);
  const file = openSync(path, 'w');
  for (let at = 0; at < EXTERNAL_BYTES; at += BLOCK_BYTES) {
    block[0] = (at / BLOCK_BYTES + seed) / 1e6;
    writeSync(file, new Uint8Array(block.buffer));
  }
  closeSync(file);
}

async function download(registry, path) {
  const response = await registry.request(path);
  const hash = createHash('sha256');
  for await (const chunk of response.body) hash.update(chunk);
  return hash.digest('hex');
}

/** @returns {Promise<{pushMs: number, pullMs: number, pushPeak: number, pullPeak: number, roomPeak: number}>} */
async function oneRound(registry, model, parts) {
  forgetPeak(registry.pid);
  const stopWatch = watchChildren(registry.pid);
  const [pushMs, version] = await timed(() => pushVersion(registry, model, parts));
  const roomPeak = stopWatch();
  const pushPeak = peakResidentBytes(registry.pid);
  forgetPeak(registry.pid);
  const base = `/api/v1/models/${model}/versions/${version.version}`;
  const [pullMs, digests] = await timed(async () => [
    await download(registry, `${base}/artifact`),
    await download(registry, `${base}/files/${EXTERNAL}`),
  ]);
  const expected = [version.artifactDigest, ...version.files.map(({ digest }) => digest)];
  if (digests.join() !== expected.join()) throw new Error('what came down is not what went up');
  return { pushMs, pullMs, pushPeak, pullPeak: peakResidentBytes(registry.pid), roomPeak };
}

async function s3Environment(folder) {
  const server = started(await startS3({ dataDir: folder }));
  const { username, password, origin } = new URL(server.url);
  const credentials = { accessKeyId: username, secretAccessKey: password };
  const client = new S3Client({ endpoint: origin, region: 'us-east-1', credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'plumbline-bench' }));
  client.destroy();
  const env = {
    ARTIFACT_URL: `s3://plumbline-bench?endpoint=${origin}`,
    AWS_ACCESS_KEY_ID: username,
    AWS_SECRET_ACCESS_KEY: password,
  };
  return { env, stop: server.stop };
}

function rowOf({ name, idle, rounds }) {
  const speed = (key) => inMiB(median(rounds.map((round) => (EXTERNAL_BYTES / round[key]) * 1000)));
  const peak = (key) => inMiB(Math.max(...rounds.map((round) => round[key])) - idle);
  const room = inMiB(Math.max(...rounds.map(({ roomPeak }) => roomPeak)));
  return [name, inMiB(idle), peak('pushPeak'), peak('pullPeak'), speed('pushMs'), speed('pullMs'), room];
}

async function measure({ say }) {
  await buildRegistry();
  const models = await loadBenchModels();
  const place = await scratchPlace();
  const s3 = await s3Environment(join(place.folder, 's3'));
  const sides = [];
  try {
    for (const [name, env] of [
      ['files', {}],
      ['S3', s3.env],
    ]) {
      const registry = await startRegistry(place, { name, env });
      sides.push({ name, registry, idle: residentBytes(registry.pid), rounds: [] });
    }
    const weights = join(place.folder, EXTERNAL);
    const artifact = models.bigModel(HIDDEN, WIDTH, EXTERNAL);
    for (let round = 0; round < ROUNDS; round += 1) {
      writeWeights(weights, round);
      const parts = [
        { field: 'artifact', name: 'big.onnx', bytes: artifact },
        { field: 'file', name: EXTERNAL, path: weights },
        { field: 'manifest', bytes: Buffer.from('{"label":"y"}') },
        { field: 'reference', bytes: Buffer.from(CSV) },
      ];
      for (const side of sides) {
        say(`round ${round + 1} of ${ROUNDS}, ${side.name}: ${inMiB(bytesOf(parts))} MiB up and down`);
        side.rounds.push(await oneRound(side.registry, `big-${side.name.toLowerCase()}`, parts));
      }
      rmSync(weights);
    }
  } finally {
    for (const { registry } of sides) await registry.stop();
    await s3.stop();
    await place.stop();
  }
  return sides;
}

export const registryBigArtifact = {
  title: 'A model of 500 MiB, up and down',
  about:
    'An .onnx file with 500 MiB of external data is pushed to the registry over HTTP, admitted and downloaded again, with the store on files and on S3 (S3Proxy on the same machine), in interleaved rounds. Memory is resident memory of the registry process: idle right after its start, and the highest the kernel saw above that in any round. The admission process loads the model by design, is bounded by its own limit and gone afterwards.',
  async run(context) {
    const sides = await measure(context);
    const columns = [
      'store',
      'idle MiB',
      'extra up MiB',
      'extra down MiB',
      'up MiB/s',
      'down MiB/s',
      'admission process MiB',
    ];
    const extra = ({ idle, rounds }) =>
      Math.max(...rounds.flatMap(({ pushPeak, pullPeak }) => [pushPeak, pullPeak])) - idle;
    return {
      table: { columns, rows: sides.map(rowOf) },
      bars: sides.map((side) => ({
        what: `extra memory, store on ${side.name}`,
        found: Number(inMiB(extra(side))),
        limit: MAX_EXTRA_MIB,
        unit: 'MiB',
      })),
      notes: [`Up includes admission: two loads and a smoke inference. Medians and highest peaks of ${ROUNDS} rounds.`],
    };
  },
};
