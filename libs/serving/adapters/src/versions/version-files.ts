import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { ArtifactStore } from '@plumbline/platform';
import type { ModelSource } from '../onnx/onnx-session';
import { createOwnedFolder, hasLivingOwner, touchOwner, UNFINISHED_PREFIX } from '../spool/spool-owner';
import { ExternalNameError } from './version-files.errors';

/** A model as the registry's tables name it. */
export interface VersionArtifacts {
  readonly digest: string;
  readonly bytes: number;
  /** External data by the name that the graph uses. */
  readonly files: readonly { readonly name: string; readonly digest: string }[];
}

export interface OpenedVersion {
  readonly source: ModelSource;
  /** Takes the files away, when there are any; not before the model is released. */
  release(): Promise<void>;
}

/** Above it a model is loaded from a file: its bytes need not be in memory twice. */
const LARGE_BYTES = 64 * 1024 * 1024;
const UNFINISHED_AFTER_MS = 3_600_000;

const nothing = async (): Promise<void> => undefined;

/**
 * Gets a version's files out of the artifact store, verified. Models with external data, and large ones, are laid out in
 * a folder of their own under `root` for as long as they are loaded; what a killed process left is taken away.
 */
export class VersionFiles {
  private readonly root: string;
  private swept: Promise<void> | undefined;

  constructor(
    private readonly artifacts: Pick<ArtifactStore, 'get' | 'copyTo'>,
    root: string,
    private readonly largeBytes = LARGE_BYTES,
  ) {
    this.root = resolve(root);
  }

  /** Rejects with `artifact_missing` or `artifact_corrupt`, and then leaves no file. */
  async open({ digest, bytes, files }: VersionArtifacts): Promise<OpenedVersion> {
    if (files.length === 0 && bytes <= this.largeBytes)
      return { source: await this.artifacts.get(digest), release: nothing };
    await (this.swept ??= this.sweep());
    const folder = createOwnedFolder(this.root, randomUUID());
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      const path = join(folder, `${digest}.onnx`);
      await this.artifacts.copyTo(digest, path);
      for (const file of files) {
        touchOwner(folder);
        await this.layOut(file, folder);
      }
      return { source: { path }, release: remove };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  private async layOut({ name, digest }: VersionArtifacts['files'][number], folder: string): Promise<void> {
    const path = resolve(folder, name);
    if (!path.startsWith(`${folder}${sep}`)) throw new ExternalNameError(name);
    await mkdir(dirname(path), { recursive: true });
    await this.artifacts.copyTo(digest, path);
  }

  private async sweep(): Promise<void> {
    const names = await readdir(this.root).catch(() => []);
    for (const name of names) {
      const folder = join(this.root, name);
      if (name.startsWith(UNFINISHED_PREFIX)) {
        const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
        if (Date.now() - mtimeMs < UNFINISHED_AFTER_MS) continue;
      } else if (hasLivingOwner(folder)) continue;
      await rm(folder, { recursive: true, force: true });
    }
  }
}
