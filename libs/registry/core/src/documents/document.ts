/** card: what the model is for and where it ends. gate_report: what it was judged by before it was offered. */
export type DocumentKind = 'card' | 'gate_report';

/** One revision; a change is a new one, and the earlier ones stay readable. */
export interface VersionDocument {
  readonly model: string;
  readonly version: number;
  readonly kind: DocumentKind;
  readonly revision: number;
  /** SHA-256 of the body's canonical JSON, lower-case hex. */
  readonly digest: string;
  readonly body: unknown;
  readonly actor: string;
  readonly createdAt: Date;
}

/** A document without its body: what approvals are bound to. */
export type DocumentStamp = Pick<VersionDocument, 'revision' | 'digest'>;
