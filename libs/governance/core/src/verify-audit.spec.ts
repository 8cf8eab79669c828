import { generateKeyPairSync } from 'node:crypto';
import { formatCheckpoint, formatVerifierKey, signNote, subtreeRoot } from '@plumbline/merkle';
import { buildEnvelope, leafOf } from './audit-envelope';
import type { AuditExport, SequencedEntry } from './audit-log';
import { canonicalJson } from './canonical-json';
import { verifyAudit } from './verify-audit';

const ORIGIN = 'plumbline/audit';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const verifierKey = formatVerifierKey({ name: ORIGIN, publicKey });

function entry(seq: number, action = `did.${seq}`): SequencedEntry {
  const eventId = `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
  const fact = { actor: 'token:ana', action, resourceType: 'model', resourceId: 'churn' } as const;
  const envelope = buildEnvelope(fact, eventId, new Date(Date.UTC(2026, 0, 1)));
  return { seq, eventId, envelope, leafHash: Buffer.from(leafOf(envelope)).toString('hex') };
}

function checkpoint(entries: readonly SequencedEntry[], size: number, key = privateKey, origin = ORIGIN): string {
  const root = subtreeRoot(entries.slice(0, size).map(({ envelope }) => leafOf(envelope)));
  return signNote(formatCheckpoint({ origin, size, root }), ORIGIN, key);
}

const honest = Array.from({ length: 6 }, (_, seq) => entry(seq));
const log = (entries: readonly SequencedEntry[], checkpoints: string[] = []): AuditExport => ({
  kind: 'plumbline.audit-export.v1',
  verifierKey,
  entries,
  checkpoints,
});
const kept = [checkpoint(honest, 2), checkpoint(honest, 4), checkpoint(honest, 6)];

/** Whoever owns the database can hash everything anew. */
const rewrittenAt = (seq: number) => honest.map((one) => (one.seq === seq ? entry(seq, 'did.nothing') : one));

describe('verifyAudit', () => {
  it('passes an honest log, and an empty one', () => {
    expect(verifyAudit(log(honest, kept))).toMatchObject({ ok: true, entries: 6, provedSize: 6, firstBroken: null });
    expect(verifyAudit(log([]))).toMatchObject({ ok: true, entries: 0, provedSize: 0 });
  });

  it('finds an envelope that was edited', () => {
    const edited = honest.map((one) => (one.seq === 3 ? { ...one, envelope: entry(3, 'did.else').envelope } : one));
    expect(verifyAudit(log(edited, kept))).toMatchObject({
      ok: false,
      firstBroken: { seq: 3, problem: expect.stringContaining('was changed') },
    });
  });

  it('finds a missing entry by its number', () => {
    const gap = honest.filter(({ seq }) => seq !== 2);
    expect(verifyAudit(log(gap, kept)).firstBroken).toMatchObject({
      seq: 2,
      problem: expect.stringContaining('missing'),
    });
  });

  it('lets an entry not stand for another event', () => {
    const swapped = honest.map((one) => (one.seq === 1 ? { ...one, eventId: honest[0]?.eventId ?? '' } : one));
    expect(verifyAudit(log(swapped, kept)).firstBroken?.seq).toBe(1);
  });

  it('finds a history that was rewritten and hashed anew only by a checkpoint from outside', () => {
    const rewritten = rewrittenAt(3);
    const own = [checkpoint(rewritten, 2)];
    expect(verifyAudit(log(rewritten, own))).toMatchObject({ ok: true });
    expect(verifyAudit(log(rewritten, own), kept)).toMatchObject({
      ok: false,
      provedSize: 2,
      firstBroken: { seq: 2, problem: expect.stringContaining('from 2 to below 4') },
      brokenCheckpoints: [{ size: 4 }, { size: 6 }],
    });
  });

  it('finds that the end was cut off', () => {
    const cut = honest.slice(0, 4);
    expect(verifyAudit(log(cut, kept.slice(0, 2)), kept)).toMatchObject({
      ok: false,
      brokenCheckpoints: [{ size: 6, problem: expect.stringContaining('only 4 are left') }],
    });
  });

  it('believes no checkpoint of another key or another log', () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    for (const note of [checkpoint(honest, 6, other), checkpoint(honest, 6, privateKey, 'elsewhere'), 'no note'])
      expect(verifyAudit(log(honest, [note]))).toMatchObject({ ok: false, provedSize: 0 });
  });
});

describe('audit envelope', () => {
  it('hashes to the same leaf whatever order the database gives its keys back in', () => {
    const { envelope } = entry(1);
    const shuffled = Object.fromEntries(Object.entries(envelope as object).reverse());
    expect(leafOf(shuffled)).toEqual(leafOf(envelope));
    expect(canonicalJson({ b: 1, a: [1e21, 'é', null] })).toBe('{"a":[1e+21,"é",null],"b":1}');
  });

  it('refuses text that the database could not give back', () => {
    const fact = { actor: 'a', action: 'b', resourceType: 'model', resourceId: 'c' } as const;
    for (const reason of ['\0', '\uD800'])
      expect(() => buildEnvelope({ ...fact, reason }, 'id', new Date(0))).toThrow(
        expect.objectContaining({ code: 'audit_entry_invalid' }),
      );
    expect(buildEnvelope({ ...fact, reason: '😀' }, 'id', new Date(0)).reason).toBe('😀');
  });
});
