import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '@plumbline/platform';
import { putFileProcess, type PutFileArguments, type PutFileProcess } from './put-file-process';
import { waitUntil } from './wait-until';

export interface KilledPutHarness extends Omit<PutFileArguments, 'file'> {
  /** On the same place as the process that is killed. */
  readonly store: ArtifactStore;
  /** Enough for a put to last, whole MiB. */
  readonly sizeBytes: number;
  /** Whether some of the bytes have arrived there already. */
  hasBegun(): Promise<boolean> | boolean;
}

const MIB = 1024 * 1024;

/** What every ArtifactStore that outlives its process must do. */
export function killedPutConformance(open: () => Promise<KilledPutHarness> | KilledPutHarness): void {
  let folder: string;
  let program: PutFileProcess;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-killed-'));
    program = putFileProcess();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    program.remove();
  });

  it('killed with -9 in the middle of a file, leaves no blob under its name, and a later put works', async () => {
    const { store, hasBegun, sizeBytes, ...place } = await open();
    const file = join(folder, 'sparse');
    writeFileSync(file, 'x');
    truncateSync(file, sizeBytes);
    const digest = digestOfSparse(sizeBytes);

    const child = program.start({ ...place, file });
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    await waitUntil('the put has begun', async () => (await hasBegun()) || child.exitCode !== null);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');

    expect(await store.has(digest)).toBe(false);
    await expect(store.open(digest)).rejects.toMatchObject({ code: 'artifact_missing' });
    expect(await program.run({ ...place, file })).toEqual({ digest, bytes: sizeBytes });
    const { bytes, stream } = await store.open(digest);
    expect([bytes, stream.destroy().destroyed]).toEqual([sizeBytes, true]);
  });
}

function digestOfSparse(sizeBytes: number): string {
  const hash = createHash('sha256');
  const zeros = Buffer.alloc(MIB);
  hash.update('x').update(zeros.subarray(1));
  for (let done = MIB; done < sizeBytes; done += MIB) hash.update(zeros);
  return hash.digest('hex');
}
