import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { MerkleError } from './merkle.errors';

/** Signature type of Ed25519 in the C2SP signed-note format. */
const ED25519 = Uint8Array.of(0x01);
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+=*)$/;
const KEY_ID_BYTES = 4;
const RAW_KEY_BYTES = 32;

export interface Verifier {
  readonly name: string;
  readonly publicKey: KeyObject;
}

function rawPublicKey(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType !== 'ed25519') throw new MerkleError('merkle_bad_key', 'A note is signed with Ed25519.');
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return new Uint8Array(Buffer.from(x as string, 'base64url'));
}

function keyId(name: string, key: KeyObject): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(ED25519).update(rawPublicKey(key));
  return hash.digest().subarray(0, KEY_ID_BYTES);
}

/** `text` ends in a newline and has no empty line; the key's name has no space and no plus. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = Buffer.concat([keyId(name, privateKey), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/**
 * The text of a note that carries a good signature of this verifier; signatures of other keys are passed over.
 * @throws MerkleError `merkle_bad_note`
 */
export function openNote(note: string, { name, publicKey }: Verifier): string {
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const id = keyId(name, publicKey);
  for (const line of split < 0 ? [] : note.slice(split + 2).split('\n')) {
    const [, signer, encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    if (signer !== name || !bytes.subarray(0, KEY_ID_BYTES).equals(id)) continue;
    if (verify(null, Buffer.from(text), publicKey, bytes.subarray(KEY_ID_BYTES))) return text;
    throw new MerkleError('merkle_bad_note', `The signature of ${name} does not fit the text.`);
  }
  throw new MerkleError('merkle_bad_note', `The note has no signature of ${name} with this key.`);
}

/** C2SP vkey: `name+hex key id+base64(0x01 and the key)`: one line that a verifier keeps. */
export function formatVerifierKey({ name, publicKey }: Verifier): string {
  const body = Buffer.concat([ED25519, rawPublicKey(publicKey)]).toString('base64');
  return `${name}+${keyId(name, publicKey).toString('hex')}+${body}`;
}

/** @throws MerkleError `merkle_bad_key` */
export function parseVerifierKey(vkey: string): Verifier {
  const [name = '', id = '', ...rest] = vkey.trim().split('+');
  const body = Buffer.from(rest.join('+'), 'base64');
  if (name !== '' && body[0] === ED25519[0] && body.length === RAW_KEY_BYTES + 1) {
    const x = body.subarray(1).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    if (keyId(name, publicKey).toString('hex') === id) return { name, publicKey };
  }
  throw new MerkleError('merkle_bad_key', 'The text is no Ed25519 verifier key: it wants name+id+base64 key.');
}
