export { hashLeaf, sameHash } from './hash';
export { subtreeRoot } from './subtree';
export { TreeFrontier } from './tree-frontier';
export { inclusionProof, verifyInclusion } from './inclusion-proof';
export { consistencyProof, verifyConsistency } from './consistency-proof';
export { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint';
export { formatVerifierKey, openNote, parseVerifierKey, signNote } from './signed-note';
