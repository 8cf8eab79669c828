import { spawn } from 'node:child_process';
import { StartError } from './steps.mjs';

/** Runs a program to its end; its last lines become the error when it fails. */
export function runCommand(command, args, { cwd, env, onLine = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const tail = [];
    const read = (chunk) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        tail.push(line);
        if (tail.length > 25) tail.shift();
        onLine(line);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new StartError(`\`${command} ${args.join(' ')}\` failed:\n${tail.join('\n')}`));
    });
  });
}
