export interface StoredToken {
  readonly name: string;
  readonly role: string;
  readonly revoked: boolean;
}

export interface TokenStore {
  findByHash(hash: string): Promise<StoredToken | null>;
}
