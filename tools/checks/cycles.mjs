import { cyclesOf, importGraph, shortestCycle } from './import-graph.mjs';
import { runCheck } from './report.mjs';
import { isCode, isFixture, isGenerated } from './tracked-files.mjs';

const LIBRARY_BARREL = /^(libs\/.+?)\/src\/index\.ts$/;

function ownBarrelImports(graph) {
  const violations = [];
  for (const [file, targets] of graph) {
    for (const target of targets) {
      const library = LIBRARY_BARREL.exec(target)?.[1];
      if (library && file.startsWith(`${library}/`)) {
        violations.push({ file, message: `imports its own barrel ${target}; import the file that declares the name` });
      }
    }
  }
  return violations;
}

/** Zero import cycles between files, and no file imports the barrel of its own library. */
export function checkCycles({ root, files }) {
  const graph = importGraph({ root, files });
  const cycles = cyclesOf(graph).map((component) => ({
    file: component[0],
    message: `import cycle: ${shortestCycle(graph, component).join(' -> ')}`,
  }));
  const edges = [...graph.values()].reduce((total, targets) => total + targets.length, 0);
  return { violations: [...cycles, ...ownBarrelImports(graph)], looked: `${files.length} files, ${edges} imports` };
}

await runCheck(
  import.meta.url,
  ({ root, files }) =>
    checkCycles({ root, files: files.filter((file) => isCode(file) && !isFixture(file) && !isGenerated(file)) }),
  {
    name: 'cycles',
    fix: 'move what both files need into a third file, or pass it as an argument; types belong beside their owner',
  },
);
