import { createServer } from 'node:net';
import { RunningProduct, runNode, temporaryFolder } from './product/running-product.builder';

describe('npm start', () => {
  it('is up again in under 20 s with its data, and Ctrl-C stops every process', async () => {
    const first = await RunningProduct.start();
    const { folder } = first;
    expect(await first.stop({ keepData: true })).toBe(0);
    const startedAt = Date.now();
    const second = await RunningProduct.start({}, folder);
    const seconds = (Date.now() - startedAt) / 1000;
    expect(second.log()).toContain('nothing new');
    expect(await second.stop()).toBe(0);
    await expect(fetch(`${second.urls.registry}/health/live`)).rejects.toThrow();
    expect(seconds).toBeLessThan(20);
  }, 240_000);

  it('killed with -9 leaves no service behind, and the next start finds the database and its data', async () => {
    const first = await RunningProduct.start();
    await first.killStart();
    const refused = async (url: string) =>
      fetch(`${url}/health/live`).then(
        () => false,
        () => true,
      );
    for (let i = 0; i < 100; i++) {
      if ((await Promise.all(Object.values(first.urls).map(refused))).every(Boolean)) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await Promise.all(Object.values(first.urls).map(refused))).toEqual([true, true, true, true]);
    const second = await RunningProduct.start({}, first.folder);
    expect(second.log()).toContain('nothing new');
    expect(await second.stop()).toBe(0);
  }, 240_000);

  it('says in one line which port is taken and what to do', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = String((taken.address() as { port: number }).port);
    const { code, stderr } = await runNode(['tools/start.mjs'], {
      INFERENCE_PORT: port,
      PLUMBLINE_DATA_DIR: temporaryFolder(),
    });
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken.`);
    expect(stderr).toContain('INFERENCE_PORT=');
    expect(stderr).not.toContain('    at ');
  }, 60_000);

  it('says in one line that it may not write to the data folder', async () => {
    const { code, stderr } = await runNode(['tools/start.mjs'], { PLUMBLINE_DATA_DIR: '/proc/plumbline' });
    expect(code).toBe(1);
    expect(stderr).toContain('Cannot write to the data folder /proc/plumbline');
    expect(stderr).toContain('PLUMBLINE_DATA_DIR');
  }, 60_000);
});
