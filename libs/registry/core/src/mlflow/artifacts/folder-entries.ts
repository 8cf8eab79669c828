export interface IndexedFile {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
}

/** As MLflow's list of a folder answers: `path` is the last step only. */
export interface FolderEntry {
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

/** What lies directly in `folder`; nothing for a plain file. */
export function folderEntries(files: readonly Pick<IndexedFile, 'path' | 'bytes'>[], folder: string): FolderEntry[] {
  const entries = new Map<string, FolderEntry>();
  for (const { path, bytes } of files) {
    if (!path.startsWith(`${folder}/`)) continue;
    const [name = '', ...deeper] = path.slice(folder.length + 1).split('/');
    if (deeper.length > 0) entries.set(name, { path: name, is_dir: true });
    else if (!entries.has(name)) entries.set(name, { path: name, is_dir: false, file_size: bytes });
  }
  return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
