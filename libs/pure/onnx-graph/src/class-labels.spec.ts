import { classLabelsOf } from './class-labels';
import { buildInitializer, buildNode, buildTensorInfo, type AttributeInput } from './model.builder';
import { buildSampleModel } from './sample-model.builder';

const ml = (operator: string, outputs: string[], attributes: Record<string, AttributeInput>, inputs = ['x']) =>
  buildNode({ operator, domain: 'ai.onnx.ml', inputs, outputs, attributes });
const outputs = [buildTensorInfo('label', 'int64', ['N']), buildTensorInfo('p', 'float', ['N', 2])];

it('are those of a ZipMap before those of the classifier', () => {
  const classifier = ml('LinearClassifier', ['label', 'p'], { classlabels_ints: { ints: [0, 1] } });
  const zipMap = ml('ZipMap', ['map'], { classlabels_strings: { strings: ['no', 'yes'] } }, ['p']);
  expect(classLabelsOf(buildSampleModel({ nodes: [classifier, zipMap], outputs }))).toEqual(['no', 'yes']);
});

it.each([
  ['TreeEnsembleClassifier', { classlabels_int64s: { ints: [3, 1, 2] } }, ['3', '1', '2']],
  ['TreeEnsembleClassifier', { classlabels_strings: { strings: ['b', 'a'] } }, ['b', 'a']],
  ['LinearClassifier', { classlabels_ints: { ints: [0, 1] } }, ['0', '1']],
  ['SVMClassifier', { classlabels_strings: { strings: ['x', 'y', 'z'] } }, ['x', 'y', 'z']],
] as const)('are those of a %s, in the order of its columns', (operator, attributes, labels) => {
  expect(classLabelsOf(buildSampleModel({ nodes: [ml(operator, ['label', 'p'], attributes)], outputs }))).toEqual(
    labels,
  );
});

it('are those of the array that the label is picked from, through casts and reshapes', () => {
  const inner = ml('TreeEnsembleClassifier', ['inner', 'q'], { classlabels_int64s: { ints: [0, 1] } });
  const nodes = [
    inner,
    ml('ArrayFeatureExtractor', ['picked'], {}, ['labels', 'best']),
    buildNode({ operator: 'Reshape', inputs: ['picked', 'shape'], outputs: ['label'] }),
  ];
  const strings = [buildInitializer('labels', [2], ['low', 'high'])];
  expect(classLabelsOf(buildSampleModel({ nodes, outputs, initializers: strings }))).toEqual(['low', 'high']);
  const whole = [buildInitializer('labels', [2], BigInt64Array.of(7n, 9n))];
  expect(classLabelsOf(buildSampleModel({ nodes, outputs, initializers: whole }))).toEqual(['7', '9']);
});

it('are unknown for a plain network, and where classifiers inside disagree', () => {
  expect(classLabelsOf(buildSampleModel())).toBeNull();
  const first = ml('TreeEnsembleClassifier', ['l1', 'p1'], { classlabels_int64s: { ints: [0, 1] } });
  const second = ml('LinearClassifier', ['l2', 'p2'], { classlabels_ints: { ints: [1, 0] } });
  const mean = buildNode({ operator: 'Mean', inputs: ['p1', 'p2'], outputs: ['p'] });
  expect(classLabelsOf(buildSampleModel({ nodes: [first, second, mean], outputs }))).toBeNull();
});
