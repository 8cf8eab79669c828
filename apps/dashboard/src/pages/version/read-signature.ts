import type { SignatureContract } from '@plumbline/contracts';

type Feature = SignatureContract['features'][number];
export interface FeatureRow extends Feature {
  readonly protected: boolean;
}

/** The view gives it as unknown; null for a form that this page does not know. */
export function readSignature(value: unknown): SignatureContract | null {
  const read = value as Partial<SignatureContract> | null;
  if (typeof read !== 'object' || read === null || read.schemaVersion !== 1) return null;
  return Array.isArray(read.features) && Array.isArray(read.inputs) && read.output ? (read as SignatureContract) : null;
}

export function featureRows({ features, protectedAttributes = [] }: SignatureContract): FeatureRow[] {
  const names = new Set(protectedAttributes.filter(({ source }) => source === 'feature').map(({ name }) => name));
  return features.map((feature) => ({ ...feature, protected: names.has(feature.name) }));
}

/** Protected attributes that come beside the features and are no input of the model. */
export const attributesBeside = ({ protectedAttributes = [] }: SignatureContract): string[] =>
  protectedAttributes.filter(({ source }) => source === 'attribute').map(({ name }) => name);

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const plain = (value: number): string => NUMBER.format(value).replace('-', '−');

/** @example rangeText({ type: 'number', minimum: 0, maximum: 1 }) === '0 to 1' */
export function rangeText({ type, minimum, maximum }: Pick<Feature, 'type' | 'minimum' | 'maximum'>): string {
  if (minimum !== undefined && maximum !== undefined) return `${plain(minimum)} to ${plain(maximum)}`;
  if (minimum !== undefined) return `${plain(minimum)} or more`;
  if (maximum !== undefined) return `${plain(maximum)} or less`;
  return type === 'boolean' ? 'true or false' : 'any';
}
