import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyAudit, type AuditExport, type AuditVerdict } from '@plumbline/governance-core';
import type { Command } from 'commander';
import { CliError, EXIT, UsageError } from '../cli.errors';
import { openSession, show, type CliContext } from '../context';
import { readBytes } from '../data/read-table';

interface VerifyOptions {
  readonly checkpoints?: string;
  readonly file?: string;
}

const MINUTES_MS = 300_000;

async function readNotes(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw new UsageError(`--checkpoints ${folder}: there is no such folder`);
  });
  const notes = await Promise.all(
    names.sort().map(async (name) => (await readBytes(join(folder, name))).toString('utf8')),
  );
  if (notes.length === 0) throw new UsageError(`--checkpoints ${folder}: the folder is empty`);
  return notes;
}

async function readExport(file: string): Promise<AuditExport> {
  try {
    return JSON.parse((await readBytes(file)).toString('utf8')) as AuditExport;
  } catch (error) {
    if (error instanceof SyntaxError) throw new CliError(`${file} is not a whole export: ${error.message}`);
    throw error;
  }
}

function verdictText({
  ok,
  entries,
  root,
  checkpoints,
  provedSize,
  firstBroken,
  brokenCheckpoints,
}: AuditVerdict): string {
  const lines = [
    `${entries} entries, root ${root}`,
    `${checkpoints} signed checkpoints, the largest that fits covers ${provedSize} entries`,
    ...(firstBroken ? [`entry ${firstBroken.seq} (${firstBroken.eventId ?? '-'}): ${firstBroken.problem}`] : []),
    ...brokenCheckpoints.map(({ size, problem }) => `checkpoint of ${size ?? '?'} entries: ${problem}`),
    ok ? 'the log is as it was signed' : 'THE LOG WAS CHANGED',
  ];
  return lines.join('\n');
}

async function verify(context: CliContext, options: VerifyOptions, command: Command): Promise<void> {
  const outside = options.checkpoints === undefined ? [] : await readNotes(options.checkpoints);
  const log =
    options.file === undefined
      ? await openSession(context, command).connection.registry.json<AuditExport>('/api/v1/audit/export', {
          timeoutMs: MINUTES_MS,
        })
      : await readExport(options.file);
  if (!Array.isArray(log.entries) || !Array.isArray(log.checkpoints))
    throw new CliError('this is no audit export: it has no entries and checkpoints');
  const verdict = verifyAudit(log, outside);
  show(context, command, verdict, () => verdictText(verdict));
  if (!verdict.ok) context.setExitCode(EXIT.failed);
}

export function registerAudit(program: Command, context: CliContext): void {
  const audit = program.command('audit').description('the log of who changed what, and its proof');
  audit
    .command('verify')
    .description('recompute the whole log here and hold it against every signed checkpoint; exit 3 when it was changed')
    .option('--checkpoints <folder>', 'checkpoints that were kept elsewhere')
    .option('--file <export.json>', 'an export instead of the server')
    .action((options: VerifyOptions, command: Command) => verify(context, options, command));
  audit
    .command('export')
    .description('the whole log as one JSON file')
    .option('--out <file>', 'where to (default: standard output)')
    .action(async ({ out }: { out?: string }, command: Command) => {
      const session = openSession(context, command);
      const log = await session.connection.registry.json<AuditExport>('/api/v1/audit/export', {
        timeoutMs: MINUTES_MS,
      });
      if (out === undefined) return context.stdout(JSON.stringify(log));
      await writeFile(out, JSON.stringify(log));
      context.stderr(`audit | ${log.entries.length} entries written to ${out}`);
    });
}
