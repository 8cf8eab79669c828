import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScratchFolder } from './scratch-folder';

describe('ScratchFolder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'scratch-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is gone when the work ends, well or not', async () => {
    const scratch = new ScratchFolder(join(root, 'uploads'));
    const work = (folder: string) => writeFile(join(folder, 'a'), 'a');
    await scratch.within(work);
    await expect(scratch.within(async () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    expect(await readdir(join(root, 'uploads'))).toEqual([]);
  });

  it('removes what a dead process of this machine left, and nothing of the living and of other machines', async () => {
    const scratch = new ScratchFolder(root);
    await scratch.within(async (folder) => {
      const own = folder.slice(root.length + 1);
      const [host = ''] = own.split('-');
      const dead = `${host}-2147483646-00000000-abc`;
      const earlier = `${host}-${process.pid}-00000000-abc`;
      const living = `${host}-${process.ppid}-00000000-abc`;
      const elsewhere = `ffffffff-2147483646-00000000-abc`;
      for (const name of [dead, earlier, living, elsewhere, 'not-ours']) await mkdir(join(root, name));
      expect(await scratch.removeLeftovers()).toBe(2);
      expect((await readdir(root)).sort()).toEqual([own, living, elsewhere, 'not-ours'].sort());
    });
  });
});
