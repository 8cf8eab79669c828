import { aGraph } from '../signature/signature.builder';
import type { ArtifactInspector, GraphDescription } from './artifact-inspector.port';

/** Takes any bytes for a model of the given graph. */
export const fakeInspector = (
  graph: GraphDescription = aGraph(),
  changes: readonly string[] = [],
): ArtifactInspector => ({
  inspect: async (artifact) => ({ graph, artifact, changes }),
});
