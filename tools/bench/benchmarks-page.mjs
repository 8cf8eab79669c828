import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem, type } from 'node:os';

const INTRO = `# Benchmarks

Written by \`npm run bench\` (one of them: \`npm run bench -- NAME\`). Figures depend on the machine: each section says which.
`;

export function machine() {
  const [{ model }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0].toFixed(1);
  return `${cpus().length} cores (${model.trim() || 'unnamed processor'}), ${memory}, ${type()}, Node ${process.versions.node}, load before the run ${load}`;
}

const markdownRow = (cells) => `| ${cells.join(' | ')} |`;

/** @param {{columns: string[], rows: string[][]}} table columns after the first hold numbers */
function markdownTable({ columns, rows }) {
  const line = columns.map((_, at) => (at === 0 ? '---' : '---:'));
  return [columns, line, ...rows].map(markdownRow).join('\n');
}

export function textTable({ columns, rows }) {
  const all = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at].length)));
  return all
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  '))
    .join('\n');
}

/** Below the limit, or, with `atLeast`, not below it. */
export const isMet = ({ found, limit, atLeast = false }) => (atLeast ? found >= limit : found < limit);

export const barLine = (bar) => {
  const { what, found, limit, unit, atLeast } = bar;
  return `${isMet(bar) ? 'met' : 'MISSED'}: ${what}: ${found} ${unit}, ${atLeast ? 'at least' : 'limit'} ${limit} ${unit}`;
};

function section(name, { title, about }, { table, bars, notes = [] }, facts) {
  return [
    `<!-- bench:${name} -->`,
    `## ${title}`,
    '',
    about,
    '',
    markdownTable(table),
    '',
    ...bars.map((bar) => `- ${barLine(bar)}`),
    ...notes.map((note) => `- ${note}`),
    '',
    `${facts.date}, \`npm run bench -- ${name}\`. ${facts.machine}.`,
    `<!-- /bench:${name} -->`,
  ].join('\n');
}

/** The page with one section written anew; the others stay as they were measured. */
export function withSection(file, name, benchmark, result, facts) {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : INTRO;
  const text = section(name, benchmark, result, facts);
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = page.indexOf(start);
  if (from < 0) return `${page.trimEnd()}\n\n${text}\n`;
  return page.slice(0, from) + text + page.slice(page.indexOf(end) + end.length);
}
