export { EMPTY_ROOT, hashLeaf, hashNode, sameHash } from './hash';
export { subtreeRoot } from './subtree';
export { TreeFrontier } from './tree-frontier';
export { inclusionProof, verifyInclusion, type InclusionClaim } from './inclusion-proof';
export { consistencyProof, verifyConsistency, type ConsistencyClaim } from './consistency-proof';
export { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint';
export { formatVerifierKey, openNote, parseVerifierKey, signNote, type Verifier } from './signed-note';
export { MerkleError, type MerkleErrorCode } from './merkle.errors';
