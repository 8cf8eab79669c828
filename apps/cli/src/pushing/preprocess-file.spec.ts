import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeFacts, readPreprocessing } from './preprocess-file';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'preprocess-'))));
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string, name = 'preprocess.yaml') {
  const file = join(folder, name);
  await writeFile(file, text);
  return readPreprocessing(file);
}

const AGE = { imputation: 'median', preprocessing: { kind: 'standardize' } };

describe('--preprocess', () => {
  it('takes what fills and what encodes apart, from YAML as from JSON', async () => {
    expect(
      await read('age: { imputation: median, kind: standardize }\ncity:\n  categories: [a, b]\n  kind: one-hot\n'),
    ).toEqual({ age: AGE, city: { categories: ['a', 'b'], preprocessing: { kind: 'one-hot' } } });
    expect(await read('{"age":{"imputation":"median","kind":"standardize"}}', 'a.json')).toEqual({ age: AGE });
    expect(await read('age: { default: 3 }')).toEqual({ age: { default: 3 } });
  });

  it('refuses what is no list of features, and says what it expects', async () => {
    await expect(read('age: standardize')).rejects.toThrow(/age: expected fields such as \{kind: standardize\}/);
    await expect(read('- age')).rejects.toThrow(/expected features by name/);
    await expect(read('age: {')).rejects.toThrow(/neither YAML nor JSON/);
  });

  it('goes before what --features says of the same feature, and keeps the rest', () => {
    expect(mergeFacts({ age: { unit: 'years' }, sex: { personal: true } }, { age: { default: 1 } })).toEqual({
      age: { unit: 'years', default: 1 },
      sex: { personal: true },
    });
  });
});
