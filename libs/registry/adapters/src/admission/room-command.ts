import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface RoomLimits {
  readonly memoryBytes: number;
  /** Of one question to the room: inspect, trial. */
  readonly timeoutMs: number;
  /** Of one file that the room writes. */
  readonly fileBytes: number;
}

const run = promisify(execFile);
const works = (command: readonly string[]): Promise<boolean> =>
  run(command[0] as string, [...command.slice(1), 'true'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );

/**
 * Own network without any interface: as root directly, else inside a user namespace where the kernel allows those. Not
 * inside one as root: the room could not become `nobody` there.
 */
const noNetwork = (): readonly string[] =>
  process.getuid?.() === 0 ? ['unshare', '--net', '--ipc', '--'] : ['unshare', '--user', '--net', '--ipc', '--'];
const NO_NEW_PRIVILEGES = ['setpriv', '--no-new-privs', '--'];

async function probe(): Promise<readonly string[]> {
  const prefix: string[] = [];
  if (await works(noNetwork())) prefix.push(...noNetwork());
  if (await works([...prefix, ...NO_NEW_PRIVILEGES])) prefix.push(...NO_NEW_PRIVILEGES);
  return prefix;
}

let probed: Promise<readonly string[]> | undefined;

/** What this machine offers (util-linux on Linux), asked once: [] where it has neither tool. */
export function isolationPrefix(): Promise<readonly string[]> {
  probed ??= probe();
  return probed;
}

/** V8 may take half; tensors live outside its heap. */
const heapMebibytes = ({ memoryBytes }: RoomLimits): number =>
  Math.max(64, Math.min(2_048, Math.floor(memoryBytes / 2 ** 21)));

/** Keeps our own JavaScript to the room's folder; native code is held by the user, the limits and the namespaces. */
function permissionFlags(folder: string): string[] {
  const stable = process.allowedNodeEnvironmentFlags.has('--permission');
  return [
    stable ? '--permission' : '--experimental-permission',
    '--allow-fs-read=*',
    `--allow-fs-write=${folder}/*`,
    '--allow-addons',
    '--allow-worker',
  ];
}

/**
 * `sh` sets the limits and makes way for node. RLIMIT_DATA bounds what malloc and mmap give out (RLIMIT_AS would also
 * count the address space that V8 only reserves); RLIMIT_CPU ends what outlives a killed parent.
 */
export function roomCommand(input: {
  script: string;
  folder: string;
  arguments: readonly string[];
  limits: RoomLimits;
  prefix: readonly string[];
}): { command: string; arguments: string[] } {
  const { limits } = input;
  const cpuSeconds = Math.ceil((limits.timeoutMs * 4) / 1_000) + 5;
  const ulimits = [
    'ulimit -c 0',
    `ulimit -d ${Math.ceil(limits.memoryBytes / 1_024)} 2>/dev/null`,
    `ulimit -f ${Math.ceil(limits.fileBytes / 512)}`,
    `ulimit -t ${cpuSeconds}`,
  ];
  const node = [process.execPath, '--no-warnings', `--max-old-space-size=${heapMebibytes(limits)}`];
  return {
    command: 'sh',
    arguments: [
      '-c',
      `${ulimits.join('; ')}; exec "$@"`,
      'admission-room',
      ...input.prefix,
      ...node,
      ...permissionFlags(input.folder),
      input.script,
      ...input.arguments,
    ],
  };
}
