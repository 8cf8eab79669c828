import type { Command } from 'commander';
import { createProgram } from '../../apps/cli/src/program';
import { page } from './markdown-page';

const silent = (): void => undefined;

/** The help of every command, as the terminal prints it at 100 columns. */
function helpOf(command: Command, path: readonly string[]): string[] {
  const help = command.configureHelp({ helpWidth: 100 }).helpInformation().trimEnd();
  const own = [`## ${path.join(' ')}`, `\`\`\`text\n${help}\n\`\`\``];
  return [...own, ...command.commands.flatMap((sub) => helpOf(sub, [...path, sub.name()]))];
}

export function cliPage(): string {
  const environment = { url: '', token: undefined, dataDir: '', kafkaTopicPrefix: '' };
  const program = createProgram({ environment, stdout: silent, stderr: silent, setExitCode: silent });
  return page('The command line', [
    'Reads `PLUMBLINE_URL`, `PLUMBLINE_TOKEN` and `PLUMBLINE_DATA_DIR`. Exit codes: 0 done, 1 error, 2 usage, 3 gate or rollout failed or drift found, 4 time-out or not enough evidence.',
    ...helpOf(program, ['plumbline']),
  ]);
}
