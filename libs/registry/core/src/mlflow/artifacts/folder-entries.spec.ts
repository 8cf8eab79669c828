import { folderEntries } from './folder-entries';

const files = [
  { path: 'r/model/MLmodel', bytes: 3 },
  { path: 'r/model/code/a.py', bytes: 1 },
  { path: 'r/model/code/b.py', bytes: 1 },
  { path: 'r/modelled', bytes: 5 },
];

describe('a folder', () => {
  it('lists what lies directly in it, relative to itself', () => {
    expect(folderEntries(files, 'r')).toEqual([
      { path: 'model', is_dir: true },
      { path: 'modelled', is_dir: false, file_size: 5 },
    ]);
    expect(folderEntries(files, 'r/model')).toEqual([
      { path: 'MLmodel', is_dir: false, file_size: 3 },
      { path: 'code', is_dir: true },
    ]);
  });

  it('lists nothing for a plain file and for what is not there', () => {
    expect(folderEntries(files, 'r/model/MLmodel')).toEqual([]);
    expect(folderEntries(files, 'none')).toEqual([]);
  });
});
