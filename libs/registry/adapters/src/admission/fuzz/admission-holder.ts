import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessAdmission } from '../process-admission';
import { loopModel, modelZoo } from './model-zoo.builder';

export interface HolderOptions {
  readonly script: string;
  readonly workFolder: string;
  /** Where the endless model is written. */
  readonly folder: string;
}

/** Program of process-admission.int.spec.ts: has an endless model tried, until it is killed. */
const { script, workFolder, folder } = JSON.parse(process.argv[2] ?? '{}') as HolderOptions;
const [base] = modelZoo();
const path = join(folder, 'endless.onnx');
writeFileSync(path, loopModel(2n ** 62n));

async function hold(): Promise<void> {
  const room = await new ProcessAdmission({ script, workFolder }).open({ model: path, external: new Map() });
  await room.inspect();
  process.stdout.write('holding\n');
  if (base) await room.trial({ ...base.signature, output: { ...base.signature.output, scoreColumn: 0 } }, base.rows);
}
void hold();
