import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError, EXIT, UsageError } from '../cli.errors';
import type { Family } from './model-format';
import type { Interpreter } from './python-interpreter';
import { printable, runProgram } from './run-program';

export interface LayerChoice {
  readonly family: Family;
  /** Instead of the locked scikit-learn. */
  readonly sklearnVersion?: string;
  /** Instead of everything locked. */
  readonly requirements?: string;
}

export interface Layers {
  /** Folders with packages, the first one wins. */
  readonly folders: readonly string[];
  /** Whether every file that was installed had a known digest. */
  readonly hashed: boolean;
}

export interface LayerHost {
  readonly python: Interpreter;
  /** `tools/converters/requirements` */
  readonly requirementsFolder: string;
  readonly cacheFolder: string;
  readonly tell: (line: string) => void;
}

const INSTALL_TIMEOUT_MS = 20 * 60_000;
const PIP = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];

const BOOSTING: Readonly<Record<Family, readonly string[]>> = {
  sklearn: [],
  lightgbm: ['lightgbm==4.7.0', 'onnxmltools==1.16.0', 'onnxconverter-common==1.16.0'],
  xgboost: ['xgboost-cpu==3.2.0', 'onnxmltools==1.16.0', 'onnxconverter-common==1.16.0'],
  catboost: ['catboost==1.2.10'],
};

async function mustRun(host: LayerHost, command: readonly string[], hint: string): Promise<void> {
  const onLine = (line: string): void => {
    const downloading = /^\s*(?:Downloading|Using cached) (\S+) \((.+)\)/.exec(line);
    if (downloading) host.tell(printable(`installing ${downloading[1]} (${downloading[2]})`));
  };
  const { code, timedOut, output } = await runProgram(command, { timeoutMs: INSTALL_TIMEOUT_MS, onLine });
  if (timedOut)
    throw new CliError(`installing the converters took more than ${INSTALL_TIMEOUT_MS / 60_000} minutes`, EXIT.timeout);
  if (code !== 0) throw new CliError(`${hint}\n${printable(output).trim().slice(-1500)}`);
}

/** Made beside its place and moved there when whole: a half-made folder is never used, two runs do not disturb each other. */
async function once(folder: string, make: (partial: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    // Converters that run as another user read it too.
    await chmod(partial, 0o755);
    await make(partial);
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

const venvPython = (venv: string): string => join(venv, 'bin', 'python');
const packagesOf = (venv: string, { version }: Interpreter): string =>
  join(venv, 'lib', `python${version}`, 'site-packages');

async function makeVenv(host: LayerHost, folder: string, requirements: string, flags: string[]): Promise<void> {
  await once(folder, async (partial) => {
    const hint = 'python could not make a virtual environment (Debian: apt-get install python3-venv)';
    await mustRun(host, [host.python.executable, '-m', 'venv', '--clear', partial], hint);
    const install = [venvPython(partial), ...PIP, ...flags, '-r', requirements];
    await mustRun(host, install, 'the converters could not be installed');
  });
}

async function lockedLayers(host: LayerHost, family: Family): Promise<Layers> {
  const { python, requirementsFolder, cacheFolder } = host;
  const flags = ['--only-binary', ':all:', '--require-hashes'];
  const file = (name: Family): string => join(requirementsFolder, `${name}.txt`);
  const key = createHash('sha256').update(await readFile(file('sklearn')));
  const name = (key_: typeof key): string => `py${python.version}-${key_.copy().digest('hex').slice(0, 16)}`;
  const base = join(cacheFolder, name(key));
  await makeVenv(host, base, file('sklearn'), flags);
  if (family === 'sklearn') return { folders: [packagesOf(base, python)], hashed: true };
  const extra = join(cacheFolder, `${name(key.update(await readFile(file(family))))}-${family}`);
  await once(extra, (partial) => {
    const install = [...PIP, ...flags, '--no-deps', '--target', partial, '-r', file(family)];
    return mustRun(host, [venvPython(base), ...install], `the ${family} converter could not be installed`);
  });
  return { folders: [extra, packagesOf(base, python)], hashed: true };
}

/** `onnxruntime` is the one that serves; what depends on the asked version is left to pip. */
function looseRequirements({ family, sklearnVersion }: LayerChoice): string {
  const fixed = ['onnx==1.23.2', 'onnxruntime==1.30.0', 'protobuf==6.33.6', 'skl2onnx==1.20.0', 'pandas'];
  return [`scikit-learn==${sklearnVersion}`, ...fixed, ...BOOSTING[family]].join('\n');
}

async function chosenLayers(host: LayerHost, choice: LayerChoice): Promise<Layers> {
  const text =
    choice.requirements === undefined ? looseRequirements(choice) : await readFile(choice.requirements, 'utf8');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const folder = join(host.cacheFolder, `py${host.python.version}-chosen-${digest}`);
  const hashed = text.includes('--hash=');
  const written = `${folder}.txt`;
  await writeFile(written, `${text}\n`);
  await makeVenv(
    host,
    folder,
    choice.requirements ?? written,
    hashed ? ['--require-hashes'] : ['--only-binary', ':all:'],
  );
  return { folders: [packagesOf(folder, host.python)], hashed };
}

/** Installs what the family needs, once a set of requirements; the only step that uses the network. */
export async function installLayers(host: LayerHost, choice: LayerChoice): Promise<Layers> {
  if (choice.requirements !== undefined && !existsSync(choice.requirements))
    throw new UsageError(`${choice.requirements}: there is no such file`);
  await mkdir(host.cacheFolder, { recursive: true });
  if (choice.requirements === undefined && choice.sklearnVersion === undefined)
    return lockedLayers(host, choice.family);
  return chosenLayers(host, choice);
}
