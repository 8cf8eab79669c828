import { anApprovalWorld, MODEL } from '../approvals/approval-world.builder';
import { PutDocument, ReadDocument } from './put-document';

const card = { model: MODEL, version: 2, kind: 'card', actor: 'token:ana' } as const;

describe('PutDocument', () => {
  it('writes revisions one after the other and keeps the earlier ones', async () => {
    const { registry } = await anApprovalWorld(null);
    const put = new PutDocument(registry);
    await put.execute({ ...card, body: { summary: 'a' } });
    const { document } = await put.execute({ ...card, body: { summary: 'b' }, expectedRevision: 1 });
    expect(document).toMatchObject({ revision: 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const read = new ReadDocument(registry);
    expect(await read.execute(card)).toMatchObject({ revision: 2, body: { summary: 'b' } });
    expect(await read.execute({ ...card, revision: 1 })).toMatchObject({ body: { summary: 'a' } });
    await expect(read.execute({ ...card, revision: 3 })).rejects.toMatchObject({ code: 'document_not_found' });
    expect(registry.state.audit.at(-1)).toMatchObject({ action: 'document.written', detail: { revision: 2 } });
  });

  it('writes nothing when the same is said again, in whatever order of keys', async () => {
    const { registry } = await anApprovalWorld(null);
    const put = new PutDocument(registry);
    await put.execute({ ...card, body: { summary: 'a', contact: 'b' } });
    expect(await put.execute({ ...card, body: { contact: 'b', summary: 'a' } })).toMatchObject({ changed: false });
    expect(registry.state.documents).toHaveLength(1);
  });

  it('refuses a stale revision, an unknown version and more than 256 KB', async () => {
    const { registry } = await anApprovalWorld(null);
    const put = new PutDocument(registry);
    await put.execute({ ...card, body: {}, expectedRevision: 0 });
    const refused = (change: object) => expect(put.execute({ ...card, body: { summary: 'x' }, ...change })).rejects;
    await refused({ expectedRevision: 0 }).toMatchObject({ code: 'revision_stale' });
    await refused({ version: 9 }).toMatchObject({ code: 'version_not_found' });
    await refused({ body: 'x'.repeat(256 * 1024) }).toMatchObject({ code: 'document_too_large', kind: 'too_large' });
  });
});
