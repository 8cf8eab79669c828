import type { Signature } from '@plumbline/registry-core';
import { attributeReader, featureReader, type GroupReader } from './protected-group';
import { groupJoiner } from './joined-group';

/** A segmentation of all predictions: by one feature or request attribute, or by two crossed. */
export interface SegmentSpec {
  readonly by: readonly string[];
  /** Ascending edges for numbers, by name: [30, 45] gives `<30`, `30-44`, `45+`. Without them values are segments. */
  readonly bands?: Readonly<Record<string, readonly number[]>> | undefined;
}

export interface SegmentReader {
  readonly name: string;
  readonly groupOf: GroupReader;
}

/** `age[30,45] & job`: other bands are another segmentation, so that counts of both never mix. */
const segmentName = ({ by, bands }: SegmentSpec): string =>
  by.map((name) => (bands?.[name] === undefined ? name : `${name}[${bands[name].join(',')}]`)).join(' & ');

function readerOf(signature: Signature, name: string, { bands }: SegmentSpec): GroupReader {
  const index = signature.features.findIndex((feature) => feature.name === name);
  return index >= 0 ? featureReader(index, bands?.[name]) : attributeReader(name, bands?.[name]);
}

export function segmentReaders(signature: Signature, specs: readonly SegmentSpec[]): SegmentReader[] {
  return specs.map((spec) => {
    const [first, second] = spec.by.map((name) => readerOf(signature, name, spec)) as [GroupReader, GroupReader?];
    const join = groupJoiner();
    const groupOf: GroupReader = second === undefined ? first : (row) => join(first(row), second(row));
    return { name: segmentName(spec), groupOf };
  });
}
