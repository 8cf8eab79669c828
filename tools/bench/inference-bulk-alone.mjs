// onnxruntime-node in a plain process: answers `run` with the milliseconds of one run of all rows.
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

process.once('message', async ({ model, matrix, features }) => {
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  const values = new Float32Array(new Uint8Array(readFileSync(matrix)).buffer);
  const rows = values.length / features;
  process.on('message', async () => {
    const start = performance.now();
    await session.run({ features: new Tensor('float32', values, [rows, features]) }, ['probabilities']);
    process.send(performance.now() - start);
  });
  process.send('ready');
});
process.once('disconnect', () => process.exit(0));
