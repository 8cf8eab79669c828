import type { OnnxModel } from '../read-model';
import { listed, type Finding } from './finding';

function duplicates(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => name !== '' && seen.size === seen.add(name).size);
}

/** Names of the main graph that stand for two values, or for none. */
export function checkNames({ graph }: OnnxModel): Finding[] {
  if (!graph) return [];
  const findings: Finding[] = [];
  const initialised = [
    ...graph.initializer.map(({ name }) => name),
    ...graph.sparseInitializer.map(({ values }) => values?.name ?? ''),
  ];
  const isInitialised = new Set(initialised);
  const inputs = graph.input.map(({ name }) => name);
  const made = graph.node.flatMap(({ output }) => output);
  const twice = [
    ...duplicates([...inputs.filter((name) => !isInitialised.has(name)), ...initialised, ...made]),
    ...duplicates(inputs),
    ...duplicates(graph.output.map(({ name }) => name)),
  ];
  if (twice.length > 0) {
    const detail = `the graph has two values of the same name (${listed([...new Set(twice)])}): export the model again`;
    findings.push({ code: 'name_duplicated', detail });
  }
  const known = new Set(['', ...inputs, ...initialised, ...made]);
  const wanted = [...graph.node.flatMap(({ input }) => input), ...graph.output.map(({ name }) => name)];
  const missing = [...new Set(wanted.filter((name) => !known.has(name)))];
  if (missing.length > 0) {
    const detail = `the graph uses values that nothing makes (${listed(missing)}): the file is damaged, export it again`;
    findings.push({ code: 'value_missing', detail });
  }
  return findings;
}
