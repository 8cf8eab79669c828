import { clone, create } from '@bufbuild/protobuf';
import { ModelProtoSchema, OperatorSetIdProtoSchema, StringStringEntryProtoSchema } from './generated/onnx_pb';
import { buildTensorInfo } from './model.builder';
import { nodeAttributes } from './node-attributes';
import { OnnxFormatError } from './onnx.errors';
import type { OnnxModel } from './read-model';
import { allNodes } from './walk-graph';

/** A copy with these metadata entries set; entries of other names stay. */
export function withMetadata(model: OnnxModel, entries: Readonly<Record<string, string>>): OnnxModel {
  const copy = clone(ModelProtoSchema, model);
  copy.metadataProps = [
    ...copy.metadataProps.filter(({ key }) => !(key in entries)),
    ...Object.entries(entries).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
  ];
  return copy;
}

/** For a graph that imports no operator set of ONNX itself, as CatBoost writes it; Identity is in every one. */
const IDENTITY_OPSET = 13n;

function importDefaultDomain(model: OnnxModel): void {
  if (model.opsetImport.some(({ domain }) => domain === '' || domain === 'ai.onnx')) return;
  model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: '', version: IDENTITY_OPSET }));
}

/**
 * A copy in which every ZipMap (a list of label-to-probability maps, which onnxruntime-node cannot return) is replaced
 * so that its graph output is the plain float tensor [N, classes] that fed it, under the same name. `classLabelsOf` the
 * model as it was tells the labels that the maps had.
 * @throws OnnxFormatError `onnx_zipmap_inside` when other nodes use the maps
 */
export function withoutZipMap(model: OnnxModel): OnnxModel {
  const copy = clone(ModelProtoSchema, model);
  const graph = copy.graph;
  if (!graph) return copy;
  const zipMaps = graph.node.filter(({ opType }) => opType === 'ZipMap');
  const outputs = new Set(graph.output.map(({ name }) => name));
  const used = new Set([...allNodes(copy)].flatMap(({ input }) => input));
  for (const zipMap of zipMaps) {
    const output = zipMap.output[0] ?? '';
    if (!outputs.has(output) || used.has(output)) {
      throw new OnnxFormatError(
        'onnx_zipmap_inside',
        `The ZipMap "${zipMap.name}" is in the middle of the graph: its maps feed other nodes. Export the model without it (skl2onnx: options={'zipmap': False}).`,
        { node: zipMap.name },
      );
    }
    const labels = [...nodeAttributes(zipMap).values()].find(({ kind }) => kind === 'ints' || kind === 'strings');
    const classCount = Array.isArray(labels?.value) ? labels.value.length : null;
    zipMap.opType = 'Identity';
    zipMap.domain = '';
    zipMap.attribute = [];
    graph.output = graph.output.map((info) =>
      info.name === output ? buildTensorInfo(output, 'float', ['N', classCount]) : info,
    );
  }
  if (zipMaps.length > 0) importDefaultDomain(copy);
  return copy;
}
