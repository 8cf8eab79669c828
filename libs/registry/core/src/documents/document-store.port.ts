import type { DocumentKind, DocumentStamp, VersionDocument } from './document';

export interface DocumentStore {
  /** Latest revision, without the body. */
  stamp(model: string, version: number, kind: DocumentKind): Promise<DocumentStamp | null>;
  insert(document: Omit<VersionDocument, 'createdAt'>): Promise<VersionDocument>;
  /** Latest revision, or the one that is asked for. */
  find(model: string, version: number, kind: DocumentKind, revision?: number): Promise<VersionDocument | null>;
}
