import { artifactStoreConformance } from '../conformance/artifact-store-conformance';
import { InMemoryArtifactStore } from './in-memory-artifact.store';

describe('InMemoryArtifactStore', () => {
  artifactStoreConformance(() => {
    const store = new InMemoryArtifactStore();
    return { store, damage: (digest, change) => store.damage(digest, change) };
  });
});
