/** What the schema says of a message, by field number. */
export interface MessageShape {
  /** Fields that are messages, to be entered. */
  readonly messages: Readonly<Record<number, MessageName>>;
  /** Fields that may be long and that a check of the graph does not need. */
  readonly bulk: ReadonlySet<number>;
}

export type MessageName =
  | 'Model'
  | 'Graph'
  | 'Function'
  | 'Node'
  | 'Attribute'
  | 'Tensor'
  | 'SparseTensor'
  | 'ValueInfo'
  | 'Type'
  | 'TensorType'
  | 'WrappedType'
  | 'MapType'
  | 'Shape'
  | 'Plain';

const shape = (messages: Record<number, MessageName>, bulk: readonly number[] = []): MessageShape => ({
  messages,
  bulk: new Set(bulk),
});

/** doc_string is bulk everywhere; its number differs. Field numbers: proto/onnx.proto. */
export const SHAPES: Readonly<Record<MessageName, MessageShape>> = {
  Model: shape({ 7: 'Graph', 8: 'Plain', 14: 'Plain', 25: 'Function' }, [6]),
  Graph: shape(
    { 1: 'Node', 5: 'Tensor', 11: 'ValueInfo', 12: 'ValueInfo', 13: 'ValueInfo', 15: 'SparseTensor', 16: 'Plain' },
    [10],
  ),
  Function: shape({ 7: 'Node', 9: 'Plain', 11: 'Attribute' }, [8]),
  Node: shape({ 5: 'Attribute' }, [6]),
  Attribute: shape(
    {
      5: 'Tensor',
      6: 'Graph',
      10: 'Tensor',
      11: 'Graph',
      14: 'Type',
      15: 'Type',
      22: 'SparseTensor',
      23: 'SparseTensor',
    },
    [4, 7, 8, 9, 13],
  ),
  Tensor: shape({ 13: 'Plain' }, [4, 5, 6, 7, 9, 10, 11, 12]),
  SparseTensor: shape({ 1: 'Tensor', 2: 'Tensor' }),
  ValueInfo: shape({ 2: 'Type', 4: 'Plain' }, [3]),
  Type: shape({ 1: 'TensorType', 4: 'WrappedType', 5: 'MapType', 7: 'Plain', 8: 'TensorType', 9: 'WrappedType' }),
  TensorType: shape({ 2: 'Shape' }),
  WrappedType: shape({ 1: 'Type' }),
  MapType: shape({ 2: 'Type' }),
  Shape: shape({ 1: 'Plain' }),
  Plain: shape({}),
};
