import type { IndexedFile } from './folder-entries';

/** Which name stands for which blob of the content-addressed store. */
export interface ArtifactIndex {
  find(path: string): Promise<IndexedFile | null>;
  /** Everything below a folder, by path. */
  under(folder: string): Promise<IndexedFile[]>;
  /**
   * The same bytes again are fine.
   * @returns the registered version (`name/version`) whose files lie there and which would change; then nothing was written
   */
  put(file: IndexedFile): Promise<string | null>;
  /** @returns as `put` */
  remove(path: string): Promise<string | null>;
}
