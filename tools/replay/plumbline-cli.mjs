// The public command line as a child process: JSON from stdout, its own stderr shown as it comes.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../bin/plumbline.mjs', import.meta.url));

/** @returns {Promise<{ code: number, answer: unknown }>} */
export function plumbline(args, { url, token, signal, quiet = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args, '-o', 'json'], {
      env: { ...process.env, PLUMBLINE_URL: url, PLUMBLINE_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => {
      err += chunk;
      if (!quiet) process.stderr.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      try {
        resolve({ code: code ?? 1, answer: JSON.parse(out) });
      } catch {
        reject(
          new Error(`plumbline ${args[0]} ended with code ${code}: ${err.trim().split('\n').slice(-3).join(' | ')}`),
        );
      }
    });
  });
}
