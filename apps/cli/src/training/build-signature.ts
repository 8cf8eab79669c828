import { inferSignature, type InferOptions, type ModelOutput, type Signature } from '@plumbline/registry-core';
import { CliError, UsageError } from '../cli.errors';
import { inFile, requireColumn, type TableSlice } from '../data/read-table';
import type { ProtectedChoice } from './protected-option';

export interface SignatureChoices {
  readonly label: string;
  readonly drop: readonly string[];
  readonly protected: readonly ProtectedChoice[];
  readonly positive: string | undefined;
  readonly features?: InferOptions['features'];
}

/** Our trainers write the probability of label 1 into column 1: the positive class comes second. */
function positiveLast(output: ModelOutput): ModelOutput {
  const negative = output.classes.find((name) => name !== output.positiveClass) as string;
  return { ...output, classes: [negative, output.positiveClass as string], scoreColumn: 1 };
}

export function buildSignature(table: TableSlice, choices: SignatureChoices): Signature {
  const { label, drop, positive, features } = choices;
  requireColumn(table, label, '--label');
  for (const name of drop) requireColumn(table, name, '--drop');
  for (const { name } of choices.protected) requireColumn(table, name, '--protected');
  const protectedNames = choices.protected.map(({ name }) => name);
  const options = { label, drop, protectedNames, features, ...(positive !== undefined && { positiveClass: positive }) };
  const { signature } = inFile(table.file, () => inferSignature(table, options));
  if (signature.task !== 'binary')
    throw new UsageError(
      `--label ${label}: it has more than two values; the built-in trainers tell two classes apart. For another kind of model train it elsewhere and use \`plumbline push\``,
    );
  const bands = new Map(choices.protected.map((choice) => [choice.name, choice.bands]));
  return {
    ...signature,
    output: positiveLast(signature.output),
    protectedAttributes: signature.protectedAttributes.map((attribute) => {
      const given = bands.get(attribute.name);
      return given ? { ...attribute, bands: given } : attribute;
    }),
  };
}

/** 1 for the positive class. @throws CliError naming the first row without a usable label */
export function readLabels(signature: Signature, table: TableSlice): Uint8Array {
  const at = table.columns.indexOf(signature.label);
  const { classes, positiveClass } = signature.output;
  const wrong = table.rows.findIndex((row) => !classes.includes(row[at] ?? ''));
  if (wrong >= 0) {
    const cell = table.rows[wrong]?.[at] ?? '';
    const row = table.range.from + wrong + 1;
    throw new CliError(
      `${table.file}: row ${row} has ${cell === '' ? 'no label' : `the label "${cell}"`} in column ${signature.label} (expected ${classes.join(' or ')}). Leave rows without an outcome out, or fill them`,
    );
  }
  return Uint8Array.from(table.rows, (row) => (row[at] === positiveClass ? 1 : 0));
}
