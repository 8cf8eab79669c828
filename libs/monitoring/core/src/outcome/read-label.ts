import { classIndexer, type Signature } from '@plumbline/registry-core';
import type { Scalar } from '../scored-row';

export interface KnownLabel {
  /** Class name as the signature writes it; the number's text for a regression. */
  readonly label: string;
  /** Null for any but a binary model. */
  readonly positive: boolean | null;
}

const POSITIVE_WORDS = new Set(['1', 'true']);
const NEGATIVE_WORDS = new Set(['0', 'false']);

function readClass({ task, output }: Signature, text: string): KnownLabel | null {
  const { classes, positiveClass } = output;
  const known = classes[classIndexer(classes)(text)];
  if (known !== undefined) return { label: known, positive: task === 'binary' ? known === positiveClass : null };
  if (task !== 'binary') return null;
  const word = text.toLowerCase();
  const positive = POSITIVE_WORDS.has(word) ? true : NEGATIVE_WORDS.has(word) ? false : null;
  if (positive === null || classes.length > 2) return null;
  const negativeClass = classes.find((name) => name !== positiveClass);
  return { label: (positive ? positiveClass : negativeClass) ?? (positive ? '1' : '0'), positive };
}

/** The outcome's label in the version's terms, or what would have been accepted. For a binary model 1/0 and true/false always work. */
export function readLabel(
  signature: Signature,
  raw: Exclude<Scalar, null>,
): KnownLabel | { readonly expected: string } {
  const text = String(raw).trim();
  if (signature.task === 'regression') {
    const isNumber = text !== '' && Number.isFinite(Number(text));
    return isNumber ? { label: String(Number(text)), positive: null } : { expected: 'a number' };
  }
  const { classes } = signature.output;
  const known = readClass(signature, text);
  const words = signature.task === 'binary' ? ['1', '0', 'true', 'false'] : [];
  return known ?? { expected: [...classes.map((name) => `"${name}"`), ...words].join(', ') };
}
