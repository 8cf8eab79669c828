import { familyOf, recogniseFormat } from './model-format';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const formatOf = (text: string, name = 'model.bin') => {
  const found = recogniseFormat(bytes(text), name);
  return 'format' in found ? found.format : found.refusal;
};

describe('recogniseFormat', () => {
  it('knows pickles of every protocol, packed or not, by their bytes', () => {
    for (const protocol of ['\x02', '\x03', '\x04', '\x05']) expect(formatOf(`\x80${protocol}\x95...`)).toBe('pickle');
    expect(formatOf('\x78\x9c....', 'model.joblib')).toBe('pickle');
    expect(formatOf('\x1f\x8b\x08....', 'model.pkl.gz')).toBe('pickle');
    expect(formatOf('csklearn.linear_model\n', 'model.pkl')).toBe('pickle');
  });

  it('knows the native files of the three boosting libraries', () => {
    expect(formatOf('tree\nversion=v4\nnum_class=1\n', 'model.txt')).toBe('lightgbm-text');
    expect(formatOf('{"learner":{"attributes":{},"feature_names":[]', 'model.json')).toBe('xgboost-json');
    expect(formatOf('{L\0\0\0\0\0\0\0\x07learner{', 'model.ubj')).toBe('xgboost-ubj');
    expect(formatOf('CBM1\x10\0\0\0', 'model.cbm')).toBe('catboost-cbm');
  });

  it('refuses what has no converter here, in words that say what to do', () => {
    expect(formatOf('<?xml version="1.0"?>\n<PMML version="4.4">', 'model.pmml')).toMatch(
      /No maintained converter from PMML to ONNX exists/,
    );
    expect(formatOf('<!doctype html>')).toContain('a web page');
    expect(formatOf('PK\x03\x04', 'model.keras')).toContain('model.export');
    expect(formatOf('PK\x03\x04', 'model.pt')).toContain('torch.onnx.export');
    expect(formatOf('\x89HDF\r\n', 'model.h5')).toContain('Keras');
    expect(formatOf('version https://git-lfs.github.com/spec/v1')).toContain('git lfs pull');
    expect(formatOf('{"tree_info": [], "version": "v4"}', 'model.json')).toContain('dump_model');
    expect(formatOf('{"features_info":{},"oblivious_trees":[]}', 'model.json')).toContain('model.cbm');
    expect(formatOf('\x08\x08\x12\x08skl2onnx', 'model.onnx')).toContain('plumbline push');
  });

  it('names the bytes of what it does not know', () => {
    expect(formatOf('\x00\x01\x02\x03\x04\x05\x06\x07', 'what')).toContain('0001020304050607');
  });

  it('only a pickle leaves its family open', () => {
    expect(familyOf('pickle')).toBeNull();
    expect([familyOf('lightgbm-text'), familyOf('xgboost-ubj'), familyOf('catboost-cbm')]).toEqual([
      'lightgbm',
      'xgboost',
      'catboost',
    ]);
  });
});
