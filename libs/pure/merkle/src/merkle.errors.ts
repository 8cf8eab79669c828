export type MerkleErrorCode =
  'merkle_index_out_of_range' | 'merkle_size_out_of_range' | 'merkle_bad_note' | 'merkle_bad_key';

export class MerkleError extends Error {
  constructor(
    readonly code: MerkleErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'MerkleError';
  }
}
