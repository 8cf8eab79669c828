/** What `tools/converters` can read. */
export type ModelFormat = 'pickle' | 'lightgbm-text' | 'xgboost-json' | 'xgboost-ubj' | 'catboost-cbm';
export const FAMILIES = ['sklearn', 'lightgbm', 'xgboost', 'catboost'] as const;
export type Family = (typeof FAMILIES)[number];

export type Recognised = { readonly format: ModelFormat } | { readonly refusal: string };

/** Bytes of the file's beginning that tell its format. */
export const HEAD_BYTES = 4096;

const PMML =
  'this is PMML. No maintained converter from PMML to ONNX exists (sklearn-pmml-model reads some PMML into scikit-learn, but its estimators are its own and no ONNX exporter knows them). Convert the model object that the PMML was written from, or train it again: plumbline convert model.pkl, or the exporter of its own library';

const REFUSALS: readonly { readonly is: (text: string, name: string) => boolean; readonly refusal: string }[] = [
  { is: (text) => text.includes('<PMML'), refusal: PMML },
  {
    is: (text) => text.startsWith('<'),
    refusal: 'this is HTML or XML, not a model: was a web page saved instead of the file behind it?',
  },
  {
    is: (text) => text.startsWith('version https://git-lfs'),
    refusal: 'this is a Git LFS pointer, not the file it points to: git lfs pull',
  },
  {
    is: (text) => text.startsWith('\x89HDF'),
    refusal: 'this is HDF5, a Keras model: load it in Python and model.export("model.onnx", format="onnx")',
  },
  {
    is: (text, name) => text.startsWith('PK\x03\x04') && name.endsWith('.keras'),
    refusal: 'this is a Keras archive: load it in Python and model.export("model.onnx", format="onnx")',
  },
  {
    is: (text) => text.startsWith('PK\x03\x04'),
    refusal:
      'this is a zip archive. PyTorch: torch.onnx.export(model, example, "model.onnx", dynamo=True). skops: load it in Python and joblib.dump it',
  },
  { is: (text) => text.slice(4, 8) === 'TFL3', refusal: 'this is TensorFlow Lite: python -m tf2onnx.convert --tflite' },
  {
    is: (text) => text.slice(4, 8) === 'ORTM',
    refusal: 'this is an .ort file: push the .onnx file that it was made from',
  },
  {
    is: (text, name) => text.startsWith('binf') || (name.endsWith('.model') && !text.startsWith('{')),
    refusal:
      'this looks like XGBoost’s old binary format: load it with the XGBoost that wrote it and save_model("model.json")',
  },
  {
    is: (text) => text.startsWith('{') && /"(oblivious_trees|features_info|model_info)"/.test(text),
    refusal: 'this is CatBoost’s JSON: save_model("model.cbm") keeps all that is needed',
  },
  {
    is: (text) => text.startsWith('{') && text.includes('"tree_info"'),
    refusal: 'this is LightGBM’s dump_model: save_model("model.txt") instead',
  },
  {
    is: (text, name) => name.endsWith('.onnx') || (text.startsWith('\x08') && text.includes('onnx')),
    refusal: 'this is ONNX already: plumbline push',
  },
];

const PICKLE_NAME = /\.(pkl|pickle|joblib|sav|gz|xz|bz2|z)$/;
/** gzip, bzip2, xz and the four levels of zlib, in which joblib and people wrap pickles. */
const PACKED = ['\x1f\x8b', 'BZh', '\xfd7zXZ', 'x\x01', 'x\x5e', 'x\x9c', 'x\xda'];
const isPacked = (text: string): boolean => PACKED.some((magic) => text.startsWith(magic));
/** The opcode PROTO and the protocol's number. */
const PICKLE_STARTS = ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'];

function formatOf(text: string, name: string): ModelFormat | null {
  if (PICKLE_STARTS.some((magic) => text.startsWith(magic))) return 'pickle';
  if (isPacked(text) && PICKLE_NAME.test(name)) return 'pickle';
  if (text.startsWith('CBM1')) return 'catboost-cbm';
  if (/^tree\r?\nversion=/.test(text)) return 'lightgbm-text';
  // Universal Binary JSON writes a key's length before it: {L, eight bytes, learner.
  if (text.startsWith('{L') || /^\{[iIUl]/.test(text)) return text.includes('learner') ? 'xgboost-ubj' : null;
  if (/^\{\s*"learner"/.test(text)) return 'xgboost-json';
  return null;
}

/** Told by the first bytes; the name only tells apart what the bytes leave open. */
export function recogniseFormat(head: Uint8Array, fileName: string): Recognised {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  const name = fileName.toLowerCase();
  const format = formatOf(text, name);
  if (format !== null) return { format };
  const refusal = REFUSALS.find(({ is }) => is(text, name))?.refusal;
  if (refusal !== undefined) return { refusal };
  // Protocol 0 is plain text without a mark.
  if (PICKLE_NAME.test(name) && !isPacked(text)) return { format: 'pickle' };
  const known = 'pickle or joblib, LightGBM .txt, XGBoost .json and .ubj, CatBoost .cbm';
  return {
    refusal: `its first bytes (${Buffer.from(head.subarray(0, 8)).toString('hex')}) are of no format known here: ${known}`,
  };
}

/** The environment that reads the format; a pickle says which only when it is looked into. */
export function familyOf(format: ModelFormat): Family | null {
  if (format === 'pickle') return null;
  if (format === 'lightgbm-text') return 'lightgbm';
  return format === 'catboost-cbm' ? 'catboost' : 'xgboost';
}
