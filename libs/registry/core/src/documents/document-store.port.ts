import type { DocumentKind, DocumentStamp, VersionDocument } from './document';

export interface DocumentStore {
  /** Latest revision of each kind there is, without the bodies. */
  stamps(model: string, version: number): Promise<Partial<Record<DocumentKind, DocumentStamp>>>;
  insert(document: Omit<VersionDocument, 'createdAt'>): Promise<VersionDocument>;
  /** Latest revision, or the one that is asked for. */
  find(model: string, version: number, kind: DocumentKind, revision?: number): Promise<VersionDocument | null>;
}
