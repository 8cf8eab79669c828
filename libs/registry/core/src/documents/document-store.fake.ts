import type { DocumentKind, VersionDocument } from './document';
import type { DocumentStore } from './document-store.port';

export interface DocumentState {
  documents: VersionDocument[];
}

export function documentStoreOn(state: DocumentState, now: () => Date): DocumentStore {
  const find = async (model: string, version: number, kind: DocumentKind, revision?: number) =>
    state.documents.findLast(
      (one) =>
        one.model === model &&
        one.version === version &&
        one.kind === kind &&
        (revision === undefined || one.revision === revision),
    ) ?? null;
  return {
    stamps: async (model, version) => {
      const [card, gateReport] = [await find(model, version, 'card'), await find(model, version, 'gate_report')];
      return { ...(card && { card }), ...(gateReport && { gate_report: gateReport }) };
    },
    find,
    insert: async (document) => {
      const inserted = { ...document, createdAt: now() };
      state.documents.push(inserted);
      return inserted;
    },
  };
}
