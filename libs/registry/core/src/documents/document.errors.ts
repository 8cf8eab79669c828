import { PlumblineError } from '@plumbline/problem';
import type { DocumentKind } from './document';

export const DOCUMENT_NAMES: Readonly<Record<DocumentKind, string>> = { card: 'card', gate_report: 'gate report' };

export class UnknownDocumentError extends PlumblineError {
  constructor(model: string, version: number, kind: DocumentKind, revision?: number) {
    const what = revision === undefined ? DOCUMENT_NAMES[kind] : `${DOCUMENT_NAMES[kind]} of revision ${revision}`;
    const path = `/api/v1/models/${model}/versions/${version}/${kind.replace('_', '-')}`;
    super('not_found', 'document_not_found', `Version ${version} of ${model} has no ${what}. PUT ${path} writes one.`);
  }
}

export class DocumentTooLargeError extends PlumblineError {
  constructor(kind: DocumentKind, bytes: number, limitBytes: number) {
    super(
      'too_large',
      'document_too_large',
      `The ${DOCUMENT_NAMES[kind]} has ${bytes} bytes, more than ${limitBytes}.`,
    );
  }
}
