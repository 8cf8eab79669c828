import type { Signature } from '@plumbline/registry-core';
import { trainedSignature, trainingObstacle } from './trained-signature';

const pushed: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'age', type: 'number', required: true },
    { name: 'country', type: 'category', required: true, categories: ['DE', 'FR'] },
  ],
  inputs: [
    { name: 'age', elementType: 'double', features: ['age'] },
    { name: 'country', elementType: 'string', features: ['country'] },
  ],
  output: { scoreTensor: 'proba', scoreColumn: 0, classes: ['left', 'stayed'], positiveClass: 'left', threshold: 0.3 },
  label: 'outcome',
  protectedAttributes: [],
};

describe('the signature of a retrained version', () => {
  it('keeps features and threshold, and takes the tensors of our own graph', () => {
    const signature = trainedSignature(pushed);
    expect(signature.features).toEqual(pushed.features);
    expect(signature.inputs).toEqual([{ name: 'features', elementType: 'float', features: ['age', 'country'] }]);
    expect(signature.output).toMatchObject({ scoreTensor: 'probabilities', threshold: 0.3 });
  });

  it('puts the positive class second, where our graphs write its probability', () => {
    const { classes, positiveClass, scoreColumn } = trainedSignature(pushed).output;
    expect(classes).toEqual(['stayed', 'left']);
    expect(classes[scoreColumn]).toBe(positiveClass);
  });

  it('changes nothing in the signature of a version that our trainers made', () => {
    const own = trainedSignature(pushed);
    expect(trainedSignature(own)).toEqual(own);
  });

  it('takes nothing over of how the graph before was read', () => {
    const output = { ...pushed.output, transform: 'sigmoid', complement: true } as const;
    const signature = trainedSignature({ ...pushed, output, batchRows: 16 });
    expect(signature).toEqual(trainedSignature(pushed));
  });
});

describe('a champion that the built-in trainers can not follow', () => {
  it('is a regression, a model of many classes, or one without probabilities', () => {
    expect(trainingObstacle(pushed)).toBeNull();
    expect(trainingObstacle({ ...pushed, task: 'regression' })).toMatch(/regression model/);
    expect(trainingObstacle({ ...pushed, task: 'multiclass' })).toMatch(/multiclass model/);
    expect(trainingObstacle({ ...pushed, output: { ...pushed.output, kind: 'label' } })).toMatch(/labels only/);
  });
});
