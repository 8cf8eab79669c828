import type { Prisma } from '@plumbline/platform';
import type { DocumentKind, DocumentStamp, DocumentStore, VersionDocument } from '@plumbline/registry-core';

type DocumentRow = Prisma.ModelVersionDocumentGetPayload<object>;

const toDocument = (row: DocumentRow): VersionDocument => ({ ...row, kind: row.kind as DocumentKind });

export class PrismaDocumentStore implements DocumentStore {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  async stamps(model: string, version: number): ReturnType<DocumentStore['stamps']> {
    const rows = await this.tx.$queryRaw<(DocumentStamp & { kind: DocumentKind })[]>`
      SELECT DISTINCT ON (kind) kind, revision, digest FROM model_version_document
      WHERE model = ${model} AND version = ${version} ORDER BY kind, revision DESC`;
    return Object.fromEntries(rows.map(({ kind, ...stamp }) => [kind, stamp]));
  }

  async insert(document: Omit<VersionDocument, 'createdAt'>): Promise<VersionDocument> {
    const data = { ...document, body: document.body as Prisma.InputJsonValue };
    return toDocument(await this.tx.modelVersionDocument.create({ data }));
  }

  async find(model: string, version: number, kind: DocumentKind, revision?: number): Promise<VersionDocument | null> {
    const row = await this.tx.modelVersionDocument.findFirst({
      where: { model, version, kind, ...(revision === undefined ? {} : { revision }) },
      orderBy: { revision: 'desc' },
    });
    return row && toDocument(row);
  }
}
