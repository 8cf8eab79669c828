import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCheck } from './report.mjs';
import { handWrittenCode } from './tracked-files.mjs';

const LOOK_AT = 250;
const FAIL_OVER = 400;

const countLines = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Every hand-written source, the JavaScript of tools/ too: looked at over 250 lines, refused over 400. */
export function checkSizes({ root, files }) {
  const sized = handWrittenCode(files).map((file) => ({
    file,
    lines: countLines(readFileSync(join(root, file), 'utf8')),
  }));
  const longest = sized.sort((a, b) => b.lines - a.lines);
  const describe = (limit) => (entry) => ({ file: entry.file, message: `${entry.lines} lines, over ${limit}` });
  return {
    violations: longest.filter(({ lines }) => lines > FAIL_OVER).map(describe(FAIL_OVER)),
    warnings: longest.filter(({ lines }) => lines > LOOK_AT && lines <= FAIL_OVER).map(describe(LOOK_AT)),
    looked: `${sized.length} files, median ${sized[sized.length >> 1]?.lines ?? 0} lines`,
  };
}

await runCheck(import.meta.url, checkSizes, {
  name: 'sizes',
  fix: 'give the second concept in the file a file of its own; a file aims at 80 lines',
});
