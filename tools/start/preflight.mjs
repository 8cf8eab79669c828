import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { StartError } from './steps.mjs';

const FREE_BYTES_NEEDED = 1_000_000_000;

/** A folder that can be written to, on a disk with room. */
export function checkDataFolder(folder) {
  try {
    // Node 20's recursive mkdir never returns where a parent refuses with ENOENT (/proc), so it is the last resort.
    if (!existsSync(folder)) mkdirSync(folder, { recursive: !existsSync(dirname(folder)), mode: 0o755 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `Cannot write to the data folder ${folder} (${error.code}). Give this user the right to, or set PLUMBLINE_DATA_DIR.`,
    );
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= FREE_BYTES_NEEDED) return;
  const free = Math.round((bavail * bsize) / 1e6);
  throw new StartError(
    `Only ${free} MB are free at ${folder}; 1000 MB are needed. Free some, or set PLUMBLINE_DATA_DIR.`,
  );
}

const isFree = (port, host) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

/** Every port is looked at, so that one start names all that are taken. */
export async function checkPorts(ports, host) {
  const taken = [];
  for (const [setting, port] of Object.entries(ports)) if (!(await isFree(port, host))) taken.push({ setting, port });
  if (!taken.length) return;
  const lines = taken.map(
    ({ setting, port }) => `Port ${port} is taken. Stop what uses it, or start with ${setting}=${port + 100}.`,
  );
  throw new StartError(lines.join('\n'));
}
