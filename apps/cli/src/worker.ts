import { parentPort } from 'node:worker_threads';
import { runTableTask, type TableTask } from './data/scan-task';
import { buffersOf, failureOf, type TaskReply } from './data/table-pool';

const reply = (message: TaskReply, buffers: ArrayBuffer[] = []): void => parentPort?.postMessage(message, buffers);

async function work(id: number, task: TableTask): Promise<void> {
  try {
    const found = await runTableTask(task, (bytes) => reply({ kind: 'bytes', bytes }));
    reply({ kind: 'found', id, found }, buffersOf(found));
  } catch (error) {
    reply({ kind: 'failed', id, failure: failureOf(error) });
  }
}

parentPort?.on('message', ({ id, task }: { id: number; task: TableTask }) => void work(id, task));
