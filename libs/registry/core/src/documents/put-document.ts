import type { ApprovalRequest } from '../approvals/approval';
import { voidApprovals } from '../approvals/void-approvals';
import { StaleRevisionError, UnknownModelError, UnknownVersionError } from '../registry.errors';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import type { DocumentKind, VersionDocument } from './document';
import { documentDigest } from './document-digest';
import { DOCUMENT_NAMES, DocumentTooLargeError, UnknownDocumentError } from './document.errors';

export interface PutDocumentCommand {
  readonly model: string;
  readonly version: number;
  readonly kind: DocumentKind;
  /** Parsed against the contract of its kind already. */
  readonly body: unknown;
  readonly actor: string;
  /** 0: there must be none yet. */
  readonly expectedRevision?: number;
}

export interface PutDocumentResult {
  readonly document: VersionDocument;
  /** False: the latest revision says the same, and nothing was written. */
  readonly changed: boolean;
  readonly voided: readonly ApprovalRequest[];
}

const LARGEST_BYTES = 256 * 1024;

/** Revisions follow each other and are never overwritten. What was approved with an earlier one is void. */
export class PutDocument {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: PutDocumentCommand): Promise<PutDocumentResult> {
    const { model, version, kind, body, actor } = command;
    const bytes = Buffer.byteLength(JSON.stringify(body) ?? '');
    if (bytes > LARGEST_BYTES) throw new DocumentTooLargeError(kind, bytes, LARGEST_BYTES);
    const digest = documentDigest(body);
    return this.unitOfWork.run(async (tx) => {
      const { models, documents, audit } = tx;
      if (!(await models.lock(model))) throw new UnknownModelError(model);
      if (!(await models.findVersion(model, version)))
        throw new UnknownVersionError(model, version, await models.latestVersion(model));
      const present = await documents.find(model, version, kind);
      const revision = (present?.revision ?? 0) + 1;
      refuseStale(command, revision - 1);
      if (present?.digest === digest) return { document: present, changed: false, voided: [] };
      const document = await documents.insert({ model, version, kind, revision, digest, body, actor });
      await audit.record({
        actor,
        action: 'document.written',
        resourceType: 'version',
        resourceId: `${model}/${version}`,
        detail: { model, version, kind, revision, digest, previousDigest: present?.digest ?? null },
      });
      const reason = `the ${DOCUMENT_NAMES[kind]} of version ${version} is at revision ${revision}, not ${revision - 1}`;
      const where = (request: ApprovalRequest) => request.version === version;
      return { document, changed: true, voided: await voidApprovals(tx, { model, where }, { actor, reason }) };
    });
  }
}

function refuseStale({ model, version, kind, expectedRevision }: PutDocumentCommand, present: number): void {
  if (expectedRevision === undefined || expectedRevision === present) return;
  throw new StaleRevisionError(`The ${DOCUMENT_NAMES[kind]} of ${model} ${version}`, expectedRevision, present);
}

export class ReadDocument {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** The latest revision, or the one asked for. @throws UnknownDocumentError */
  execute(command: Pick<PutDocumentCommand, 'model' | 'version' | 'kind'> & { revision?: number }) {
    const { model, version, kind, revision } = command;
    return this.unitOfWork.run(async ({ documents }) => {
      const found = await documents.find(model, version, kind, revision);
      if (!found) throw new UnknownDocumentError(model, version, kind, revision);
      return found;
    });
  }
}
