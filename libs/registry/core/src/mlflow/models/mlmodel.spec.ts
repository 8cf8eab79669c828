import { aSignature } from '../../signature/signature.builder';
import { aVersion } from '../../versions/model-version.builder';
import { readExampleRows } from './example-rows';
import { mlmodelOfVersion } from './mlmodel-of-version';
import { readMlmodel } from './mlmodel';

const ONNX = `flavors:
  onnx:
    data: model.onnx
    onnx_version: 1.16.0
  python_function:
    loader_module: mlflow.onnx
signature:
  inputs: '[{"type": "double", "name": "age", "required": true}, {"type": "string", "name": "city", "required": false}]'
  outputs: null
saved_input_example_info:
  artifact_path: rows.json
`;

describe('an MLmodel file', () => {
  it('tells the ONNX file, the columns and the example', () => {
    expect(readMlmodel(ONNX)).toEqual({
      flavors: ['onnx', 'python_function'],
      onnxFile: 'model.onnx',
      columns: [
        { name: 'age', type: 'double', required: true },
        { name: 'city', type: 'string', required: false },
      ],
      told: undefined,
      examples: ['rows.json', 'input_example.json', 'serving_input_example.json'],
    });
  });

  it.each([
    '[{"type": "any", "required": true}]',
    '[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,2]}}]',
  ])('names no columns in %s', (inputs) => {
    expect(readMlmodel(`flavors: {onnx: {data: m.onnx}}\nsignature: {inputs: '${inputs}'}`).columns).toBeNull();
  });

  it('carries what the notebook says about the model', () => {
    const text = 'flavors: {onnx: {}}\nmetadata: {plumbline: {task: regression}}';
    expect(readMlmodel(text).told).toEqual({ task: 'regression' });
  });

  it('has no ONNX file without that flavor', () => {
    expect(readMlmodel('flavors: {sklearn: {pickled_model: model.pkl}}')).toMatchObject({
      flavors: ['sklearn'],
      onnxFile: null,
    });
  });

  it.each(['', 'just text', 'flavors: [', 'a: &a [x]\nb: [*a, *a]\nflavors: *a'])(
    'is refused when it says nothing: %j',
    (text) => {
      expect(() => readMlmodel(text)).toThrow(expect.objectContaining({ code: 'mlflow_parameter_invalid' }));
    },
  );

  it('is written for a version that came another way, and reads back', () => {
    const version = { ...aVersion({ signature: aSignature() }), createdAt: new Date(0) };
    const text = mlmodelOfVersion(version);
    expect(text).toBe(mlmodelOfVersion(version));
    expect(readMlmodel(text)).toMatchObject({
      onnxFile: 'model.onnx',
      columns: aSignature().inputs[0]?.features.map((name) => ({ name, type: 'double', required: true })),
    });
  });
});

describe('example rows', () => {
  const columns = readMlmodel(ONNX).columns;

  it('come in the order of the signature, those in which nothing is missing', () => {
    const text = '{"columns":["city","age"],"data":[["paris",30],[null,41]]}';
    expect(readExampleRows(text, columns)?.rows).toEqual([[30, 'paris']]);
    expect(readExampleRows(`{"dataframe_split":${text}}`, columns)?.rows).toHaveLength(1);
  });

  it('tell the columns themselves when no signature does', () => {
    expect(readExampleRows('{"columns":["a","b"],"data":[[1.5,"x"]]}', null)?.columns).toEqual([
      { name: 'a', type: 'double', required: true },
      { name: 'b', type: 'string', required: true },
    ]);
    expect(readExampleRows('[[1,2],[3,4]]', null)).toMatchObject({
      columns: [{ name: 'f0' }, { name: 'f1' }],
      rows: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  it.each([
    '',
    '{}',
    '[]',
    '[1,2]',
    '{"columns":["x"],"data":[[1]]}',
    '{"columns":["age","city"],"data":[[{},1]]}',
    '{"columns":["age","city"],"data":[[1]]}',
  ])('are left out, and nothing is refused, when they do not fit: %s', (text) => {
    expect(readExampleRows(text, columns)).toBeNull();
  });
});
