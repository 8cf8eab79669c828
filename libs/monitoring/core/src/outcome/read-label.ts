import type { Signature } from '@plumbline/registry-core';
import type { Scalar } from '../scored-row';

export interface KnownLabel {
  /** Class name as the signature writes it; the number's text for a regression. */
  readonly label: string;
  readonly positive: boolean | null;
}

const POSITIVE_WORDS = new Set(['1', 'true']);
const NEGATIVE_WORDS = new Set(['0', 'false']);

function readClass({ classes, positiveClass }: Signature['output'], text: string): KnownLabel | null {
  if (classes.includes(text)) return { label: text, positive: text === positiveClass };
  const word = text.toLowerCase();
  const positive = POSITIVE_WORDS.has(word) ? true : NEGATIVE_WORDS.has(word) ? false : null;
  if (positive === null || classes.length > 2) return null;
  const negativeClass = classes.find((name) => name !== positiveClass);
  return { label: (positive ? positiveClass : negativeClass) ?? (positive ? '1' : '0'), positive };
}

/** The outcome's label in the version's terms, or what would have been accepted. 1/0 and true/false always work. */
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
  const known = readClass(signature.output, text);
  return known ?? { expected: [...classes.map((name) => `"${name}"`), '1', '0', 'true', 'false'].join(', ') };
}
