import type { NodeProto } from './generated/onnx_pb';
import { TensorProto_DataLocation } from './generated/onnx_pb';
import type { OnnxModel } from './read-model';
import { describeValue, type ValueDescription } from './value-type';
import { allNodes, allTensors } from './walk-graph';

export interface ModelSummary {
  irVersion: number;
  /** Domain to version; the default domain is `ai.onnx`. */
  opsets: Record<string, number>;
  producer: { name: string; version: string };
  /** What a caller must feed: initialisers that an old IR also lists as inputs are left out. */
  inputs: ValueDescription[];
  outputs: ValueDescription[];
  /** Sorted; `Gemm` for ai.onnx, `ai.onnx.ml.TreeEnsembleClassifier` for any other domain. */
  operators: string[];
  /** Files beside the model that hold its tensors, relative paths, sorted. */
  externalData: string[];
  /** Domains of used operators that neither ONNX nor the model itself defines: the runtime must know them. */
  customDomains: string[];
  metadata: Record<string, string>;
}

const DEFAULT_DOMAIN = 'ai.onnx';
const STANDARD_DOMAINS = new Set([DEFAULT_DOMAIN, 'ai.onnx.ml', 'ai.onnx.training', 'ai.onnx.preview.training']);

const domainOf = (node: { domain: string }): string => node.domain || DEFAULT_DOMAIN;
const sortedUnique = (values: Iterable<string>): string[] => [...new Set(values)].sort();
const operatorName = (node: NodeProto): string =>
  domainOf(node) === DEFAULT_DOMAIN ? node.opType : `${node.domain}.${node.opType}`;

function externalFiles(model: OnnxModel): string[] {
  const files: string[] = [];
  for (const tensor of allTensors(model)) {
    if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) continue;
    files.push(tensor.externalData.find(({ key }) => key === 'location')?.value ?? '');
  }
  return sortedUnique(files);
}

function customDomains(model: OnnxModel): string[] {
  const own = new Set(model.functions.map((fn) => `${fn.domain}.${fn.name}`));
  const foreign = [...allNodes(model)].filter(
    (node) => !STANDARD_DOMAINS.has(domainOf(node)) && !own.has(`${node.domain}.${node.opType}`),
  );
  return sortedUnique(foreign.map(domainOf));
}

export function readMetadata(model: OnnxModel): Record<string, string> {
  return Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
}

/** What a model wants, gives and needs, without running it. */
export function inspectModel(model: OnnxModel): ModelSummary {
  const graph = model.graph;
  const initialised = new Set([
    ...(graph?.initializer ?? []).map(({ name }) => name),
    ...(graph?.sparseInitializer ?? []).map(({ values }) => values?.name ?? ''),
  ]);
  return {
    irVersion: Number(model.irVersion),
    opsets: Object.fromEntries(model.opsetImport.map((set) => [domainOf(set), Number(set.version)])),
    producer: { name: model.producerName, version: model.producerVersion },
    inputs: (graph?.input ?? []).filter(({ name }) => !initialised.has(name)).map(describeValue),
    outputs: (graph?.output ?? []).map(describeValue),
    operators: sortedUnique([...allNodes(model)].map(operatorName)),
    externalData: externalFiles(model),
    customDomains: customDomains(model),
    metadata: readMetadata(model),
  };
}
