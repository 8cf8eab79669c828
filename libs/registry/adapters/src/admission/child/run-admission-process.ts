import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { PlumblineError } from '@plumbline/problem';
import { CHANNEL_FD, type RoomRequest } from '../admission-channel';
import type { Refusal, RoomAnswer } from '../admission-messages';
import { explainRuntime } from './explain-runtime';
import { inspectUpload } from './inspect-upload';
import { tryModel, type TrialPorts } from './try-model';

const DETAIL_CHARACTERS = 4_000;
const WATCH_MS = 500;

/** A model that keeps the event loop busy must not outlive us: a thread of its own looks whether the parent is there. */
function watchParent(parent: number): void {
  const source = `
    setInterval(() => { if (process.ppid !== ${parent}) process.kill(process.pid, 'SIGKILL'); }, ${WATCH_MS});
  `;
  new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}

/** Once everything of ours is loaded: a checkout that only root may read works, and the model never meets root. */
function becomeUser(user: string): void {
  if (user === '') return;
  process.setgroups?.([Number(user)]);
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}

function refusalsOf(error: unknown): Refusal[] {
  if (!(error instanceof PlumblineError)) return refusalsOf(explainRuntime(error, 'model_not_runnable'));
  const fields = error.fields.length > 0 ? error.fields : [{ pointer: '/artifact', detail: error.message }];
  return fields.slice(0, 50).map((field) => ({
    code: error.code,
    pointer: field.pointer,
    detail: field.detail.slice(0, DETAIL_CHARACTERS),
    ...('code' in field ? { code: String(field.code) } : {}),
  }));
}

/** The only thing this process does: answer its parent's questions on one channel, and end with it. */
export function runAdmissionProcess(ports: TrialPorts): void {
  const [parent = '', user = ''] = process.argv.slice(2);
  const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
  const say = (answer: RoomAnswer): void => void channel.write(`${JSON.stringify(answer)}\n`);
  const answer = async (request: RoomRequest): Promise<unknown> =>
    request.op === 'inspect'
      ? inspectUpload(request.model, request.external)
      : tryModel(ports, {
          path: request.model,
          signature: request.signature,
          rows: request.rows as Parameters<typeof tryModel>[1]['rows'],
        });
  channel.on('close', () => process.exit(0));
  channel.on('error', () => process.exit(0));
  createInterface({ input: channel, crlfDelay: Infinity }).on('line', (line) => {
    answer(JSON.parse(line) as RoomRequest).then(
      (value) => say({ kind: 'done', value }),
      (error: unknown) => say({ kind: 'refused', refusals: refusalsOf(error) }),
    );
  });
  watchParent(Number(parent));
  becomeUser(user);
  say({ kind: 'ready' });
}
