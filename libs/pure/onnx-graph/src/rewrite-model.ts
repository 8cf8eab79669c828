import { clone, create } from '@bufbuild/protobuf';
import { ModelProtoSchema, StringStringEntryProtoSchema } from './generated/onnx_pb';
import { buildTensorInfo } from './model.builder';
import { nodeAttributes } from './node-attributes';
import type { OnnxModel } from './read-model';

/** A copy with these metadata entries set; entries of other names stay. */
export function withMetadata(model: OnnxModel, entries: Readonly<Record<string, string>>): OnnxModel {
  const copy = clone(ModelProtoSchema, model);
  copy.metadataProps = [
    ...copy.metadataProps.filter(({ key }) => !(key in entries)),
    ...Object.entries(entries).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
  ];
  return copy;
}

/**
 * A copy in which every ZipMap (a list of label-to-probability maps, which onnxruntime-node cannot return) is replaced
 * so that its graph output is the plain float tensor [N, classes] that fed it, under the same name.
 */
export function withoutZipMap(model: OnnxModel): OnnxModel {
  const copy = clone(ModelProtoSchema, model);
  const graph = copy.graph;
  if (!graph) return copy;
  for (const zipMap of graph.node.filter(({ opType }) => opType === 'ZipMap')) {
    const output = zipMap.output[0] ?? '';
    const labels = [...nodeAttributes(zipMap).values()].find(({ kind }) => kind === 'ints' || kind === 'strings');
    const classCount = Array.isArray(labels?.value) ? labels.value.length : null;
    zipMap.opType = 'Identity';
    zipMap.domain = '';
    zipMap.attribute = [];
    graph.output = graph.output.map((info) =>
      info.name === output ? buildTensorInfo(output, 'float', ['N', classCount]) : info,
    );
  }
  return copy;
}
