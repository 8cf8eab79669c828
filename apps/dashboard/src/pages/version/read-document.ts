import type { GateView } from '@plumbline/contracts';

type Body = Readonly<Record<string, unknown>>;
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface GateRow {
  readonly gate: string;
  readonly verdict: GateView['verdict'];
  readonly rule: string;
  /** What else its author wrote of it. */
  readonly rest: Body;
}

function toGate(value: unknown): GateRow | null {
  if (!isBody(value) || typeof value['gate'] !== 'string' || typeof value['verdict'] !== 'string') return null;
  const { gate, verdict, rule, ...rest } = value;
  return {
    gate: String(gate),
    verdict: verdict as GateView['verdict'],
    rule: typeof rule === 'string' ? rule : '',
    rest,
  };
}

/** A gate report: its gates, and what stands beside them. Null when it holds no gates. */
export function readGateReport(body: unknown): { gates: GateRow[]; rest: Body } | null {
  if (!isBody(body) || !Array.isArray(body['gates'])) return null;
  const { gates, schemaVersion: _, ...rest } = body;
  return { gates: (gates as unknown[]).flatMap((gate) => toGate(gate) ?? []), rest };
}

const SECTIONS = [
  'summary',
  'intendedUse',
  'outOfScope',
  'limitations',
  'trainingData',
  'evaluation',
  'fairness',
  'ethics',
  'contact',
];

export interface CardSection {
  readonly key: string;
  readonly title: string;
  /** Paragraphs; JSON where the section is neither text nor a list of texts. */
  readonly content: { readonly texts: readonly string[] } | { readonly json: string };
}

const titleOf = (key: string): string => {
  const words = key
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function contentOf(value: unknown): CardSection['content'] {
  const texts = Array.isArray(value) ? (value as unknown[]) : [value];
  const isPlain = texts.every((one) => ['string', 'number', 'boolean'].includes(typeof one));
  return isPlain ? { texts: texts.map(String) } : { json: JSON.stringify(value, null, 2) };
}

/** Sections of a card: the ones that readers look for first, then the others in their order. */
export function cardSections(body: unknown): CardSection[] {
  if (!isBody(body)) return [];
  const known = SECTIONS.filter((key) => body[key] !== undefined);
  const others = Object.keys(body).filter((key) => !SECTIONS.includes(key));
  return [...known, ...others].map((key) => ({ key, title: titleOf(key), content: contentOf(body[key]) }));
}
