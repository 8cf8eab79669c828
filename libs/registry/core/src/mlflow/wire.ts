/** Key and value pairs, as params and tags are kept. */
export type Pairs = Readonly<Record<string, string>>;

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export const toKeyValues = (pairs: Pairs): KeyValue[] => Object.entries(pairs).map(([key, value]) => ({ key, value }));

/** The last of two pairs with one key counts. */
export const toPairs = (pairs: readonly KeyValue[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

/** Protobuf's JSON form of a double. */
export const toWireDouble = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
