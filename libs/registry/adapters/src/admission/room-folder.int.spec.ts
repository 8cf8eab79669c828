import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoomFolder, sweepRooms } from './room-folder';

const folder = mkdtempSync(join(tmpdir(), 'room-folder-'));
const workFolder = join(folder, 'rooms');
const upload = join(folder, 'upload.onnx');
mkdirSync(workFolder);
writeFileSync(upload, 'model', { mode: 0o600 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const create = (external: [string, string][] = []) =>
  RoomFolder.create(workFolder, { model: upload, external: new Map(external) });

it('lays the files out under the names of the graph, for the child alone, and goes without a trace', async () => {
  const room = await create([['data/deep/w.bin', upload]]);
  expect(readFileSync(join(room.path, 'data/deep/w.bin'), 'utf8')).toBe('model');
  expect(readFileSync(join(room.path, room.model), 'utf8')).toBe('model');
  expect(statSync(room.path).mode & 0o777).toBe(0o700);
  expect(statSync(join(room.path, room.model)).mode & 0o777).toBe(0o400);
  expect(room.bytes).toBe(10);
  await room.remove();
  await room.remove();
  expect(readdirSync(workFolder)).toEqual([]);
});

it('takes plain files only', async () => {
  const link = join(folder, 'link');
  symlinkSync('/etc/passwd', link);
  await expect(create([['w.bin', link]])).rejects.toMatchObject({ code: 'artifact_not_a_file' });
  await expect(create([['w.bin', workFolder]])).rejects.toMatchObject({ code: 'artifact_not_a_file' });
  await expect(create([['../w.bin', upload]])).rejects.toMatchObject({ code: 'external_data_unsafe' });
  expect(readdirSync(workFolder)).toEqual([]);
});

describe('a file that the child wrote', () => {
  const made: readonly [string, (at: string) => void][] = [
    ['a link', (at) => symlinkSync('/etc/passwd', at)],
    ['a second name of a file', (at) => linkSync(upload, at)],
    ['a pipe', (at) => void execFileSync('sh', ['-c', 'mkfifo "$0"', at])],
    ['a folder', (at) => mkdirSync(at)],
    ['larger than it may be', (at) => writeFileSync(at, 'x'.repeat(101))],
    ['not there', () => undefined],
  ];

  it.each(made)('is not kept when it is %s', async (_, make) => {
    const room = await create();
    make(join(room.path, 'out'));
    await expect(room.keep('out', 100)).rejects.toMatchObject({ code: 'admission_unavailable' });
    await room.remove();
  });

  it('is kept as it was when it was taken, where the child can not reach it', async () => {
    const room = await create();
    writeFileSync(join(room.path, 'out'), 'rewritten');
    const kept = await room.keep('out', 100);
    writeFileSync(join(room.path, 'out'), 'changed later');
    expect([readFileSync(kept, 'utf8'), kept.startsWith(room.path)]).toEqual(['rewritten', false]);
    await room.remove();
  });
});

it('a start clears the folders of dead processes away, and leaves those of living ones', async () => {
  const mine = await create();
  const [own = ''] = readdirSync(workFolder);
  const [, host = ''] = /^plumbline-room-([0-9a-f]{8})-/.exec(own) ?? [];
  const named = (pid: number, where = host) => `plumbline-room-${where}-${pid}-0123abcd-x`;
  const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  const gone = [named(dead), named(process.pid)];
  const stays = [named(1), named(dead, 'ffffffff'), 'something-else'];
  for (const name of [...gone, ...stays]) mkdirSync(join(workFolder, name));
  await sweepRooms(workFolder);
  expect(readdirSync(workFolder).filter((name) => gone.includes(name))).toEqual([]);
  expect(readdirSync(workFolder)).toEqual(expect.arrayContaining([own, ...stays]));
  await mine.remove();
});
