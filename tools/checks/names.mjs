import { runCheck } from './report.mjs';
import { handWrittenCode } from './tracked-files.mjs';

const SUFFIXES = 'controller processor consumer dto mapper module port fake store query policy errors builder'.split(
  ' ',
);
const TOOL_FILES = /^(.*\/)?(vite|jest|eslint|prisma|knip|playwright|tsup)\.config\.[cm]?[jt]s$|\.d\.[cm]?ts$/;
const KEBAB = '[a-z0-9]+(?:-[a-z0-9]+)*';
const NAME = new RegExp(`^${KEBAB}(?:\\.(?:${SUFFIXES.join('|')}))?(?:\\.(?:int|e2e))?(?:\\.spec)?$`);
const TEST_KIND_WITHOUT_SPEC = /\.(int|e2e)$/;
const DRAWER = /(^|[-.])(utils?|helpers?|misc|common|stuff)(?=$|[-.])/;

function fault(file) {
  const parts = file.split('/');
  const base = parts.pop().replace(/\.([cm]?[jt]s|[jt]sx)$/, '');
  const drawer = [...parts, base].find((part) => DRAWER.test(part));
  if (drawer) return `"${drawer}" is a drawer, not a concept; name what it does`;
  if (/\.service$|\.helper$/.test(base)) return 'no .service or .helper: name the one thing it does';
  if (!NAME.test(base) || TEST_KIND_WITHOUT_SPEC.test(base)) {
    return `not kebab-case with at most one suffix of: ${SUFFIXES.join(' ')} (and .spec .int.spec .e2e.spec)`;
  }
  return null;
}

/** File names: kebab-case after the main export, with a suffix from a closed list; no drawers. */
export function checkNames({ files }) {
  const code = handWrittenCode(files).filter((file) => !TOOL_FILES.test(file));
  const violations = code.map((file) => ({ file, message: fault(file) })).filter(({ message }) => message !== null);
  return { violations, looked: `${code.length} files` };
}

await runCheck(import.meta.url, checkNames, { name: 'names', fix: 'rename the file after its one main export' });
