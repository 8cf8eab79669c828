import { invalidVersion } from '../registry.errors';
import type { ArtifactFiles, Inspection } from './admission.port';

/** The upload holds the files that the graph uses, all of them and no others. @throws VersionInvalidError */
export function checkExternalFiles({ external }: ArtifactFiles, { externalNames }: Inspection): void {
  const missing = externalNames.filter((name) => !external.has(name));
  if (missing.length > 0) {
    const detail = `the model keeps weights in ${missing.join(', ')}: send each as a part \`file\` with this file name`;
    throw invalidVersion('external_data_missing', '/artifact', detail);
  }
  const unused = [...external.keys()].filter((name) => !externalNames.includes(name));
  if (unused.length > 0) {
    const used = externalNames.length === 0 ? 'no file beside it' : externalNames.join(', ');
    throw invalidVersion(
      'external_data_unused',
      '/file',
      `the model does not use ${unused.join(', ')}; it uses ${used}`,
    );
  }
}
