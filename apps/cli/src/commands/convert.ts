import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { Option, type Command } from 'commander';
import { EXIT, UsageError } from '../cli.errors';
import { show, type CliContext } from '../context';
import { convertModel, type ConvertRequest } from '../convert/convert-model';
import { conversionJson, conversionText } from '../convert/conversion-report';
import { findConverters } from '../convert/converters-folder';
import { FAMILIES, HEAD_BYTES, recogniseFormat, type Family, type ModelFormat } from '../convert/model-format';
import { parseNames } from '../training/protected-option';

interface ConvertOptions {
  readonly out: string;
  readonly from: Family | 'auto';
  readonly reference?: string;
  readonly label?: string;
  readonly drop?: string;
  readonly tolerance: string;
  readonly keep?: boolean;
  readonly python: string;
  readonly requirements?: string;
  readonly sklearnVersion?: string;
  readonly allowVersionMismatch?: boolean;
  readonly trusted?: boolean;
  readonly timeout: string;
  readonly memory: string;
}

const LARGEST_MODEL_MB = 2000;

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new UsageError(`${option} ${text}: a number above 0 is wanted`);
  return value;
}

async function formatOf(file: string): Promise<ModelFormat> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(error.code === 'ENOENT' ? `${file}: there is no such file` : `${file}: ${error.message}`);
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new UsageError(`${file} is a folder: give a file`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    if (bytesRead === 0) throw new UsageError(`${file} is empty`);
    const found = recogniseFormat(buffer.subarray(0, bytesRead), basename(file));
    if ('refusal' in found) throw new UsageError(`${file}: ${found.refusal}`);
    return found.format;
  } finally {
    await handle.close();
  }
}

function readVersion(text: string): string {
  if (!/^\d+\.\d+(\.\d+)?(\.post\d+)?$/.test(text))
    throw new UsageError(`--sklearn-version ${text}: a version such as 1.5.2 is wanted`);
  return text;
}

async function readRequest(file: string, options: ConvertOptions): Promise<ConvertRequest> {
  const { from, reference, label, requirements, sklearnVersion } = options;
  return {
    file,
    format: await formatOf(file),
    out: options.out,
    drop: parseNames(options.drop),
    tolerance: positive(options.tolerance, '--tolerance'),
    keep: options.keep ?? false,
    trusted: options.trusted ?? false,
    allowVersionMismatch: options.allowVersionMismatch ?? false,
    python: options.python,
    limits: {
      timeoutMs: positive(options.timeout, '--timeout') * 1000,
      memoryMb: Math.ceil(positive(options.memory, '--memory')),
      fileMb: LARGEST_MODEL_MB,
    },
    ...(from !== 'auto' && { from }),
    ...(reference !== undefined && { reference }),
    ...(label !== undefined && { label }),
    ...(requirements !== undefined && { requirements }),
    ...(sklearnVersion !== undefined && { sklearnVersion: readVersion(sklearnVersion) }),
  };
}

async function convert(context: CliContext, file: string, options: ConvertOptions, command: Command): Promise<void> {
  const request = await readRequest(file, options);
  const cacheDir = context.environment.cacheDir ?? join(homedir(), '.cache', 'plumbline');
  const converted = await convertModel(request, {
    scripts: findConverters(),
    cacheFolder: join(cacheDir, 'converters'),
    tell: (line) => context.stderr(`convert | ${line}`),
  });
  show(context, command, conversionJson(request, converted), () => conversionText(request, converted));
  if (!converted.conversion.comparison.within) context.setExitCode(EXIT.failed);
}

export function registerConvert(program: Command, context: CliContext): void {
  program
    .command('convert <file>')
    .description('bring a scikit-learn, LightGBM, XGBoost or CatBoost model to ONNX, and compare the two')
    .requiredOption('--out <model.onnx>', 'file to write')
    .addOption(new Option('--from <family>', 'library it is of').choices(['auto', ...FAMILIES]).default('auto'))
    .option('--reference <file>', 'CSV of rows on which original and converted model are compared')
    .option('--label <column>', 'the outcome in the reference')
    .option('--drop <columns>', 'columns of the reference that the model does not see, with commas')
    .option('--tolerance <number>', 'largest difference that is the same (relative above 1)', '1e-5')
    .option('--keep', 'write the file even if it differs')
    .option('--python <command>', 'Python 3.11 or later', 'python3')
    .option('--requirements <file>', 'pip requirements of the environment it was trained in, with the converters')
    .option('--sklearn-version <version>', 'scikit-learn version it was pickled with')
    .option('--allow-version-mismatch', 'load a pickle of another scikit-learn version')
    .option('--trusted', 'run a pickle although this machine can not isolate it')
    .option('--timeout <seconds>', 'time for one step', '300')
    .option('--memory <megabytes>', 'address space of the converter', '4096')
    .action((file: string, options: ConvertOptions, command: Command) => convert(context, file, options, command));
}
