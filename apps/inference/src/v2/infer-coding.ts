import { promisify } from 'node:util';
import { deflate, gunzip, gzip, inflate } from 'node:zlib';
import { PlumblineError } from '@plumbline/problem';

const DECODERS: Readonly<Record<string, (bytes: Buffer, maxOutputLength: number) => Promise<Buffer>>> = {
  gzip: (bytes, maxOutputLength) => promisify(gunzip)(bytes, { maxOutputLength }),
  deflate: (bytes, maxOutputLength) => promisify(inflate)(bytes, { maxOutputLength }),
};
const ENCODERS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gzip)(bytes),
  deflate: (bytes) => promisify(deflate)(bytes),
};

/** @throws PlumblineError for a coding that is not read here, for damaged bytes, and for more than `maxBytes` of them */
export async function decodeBody(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const coding = encoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return body;
  const decode = DECODERS[coding];
  if (!decode)
    throw new PlumblineError(
      'invalid',
      'content_encoding_unsupported',
      `Content-Encoding ${coding}: send gzip or deflate`,
    );
  try {
    return await decode(body, maxBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new PlumblineError('too_large', 'body_too_large', `The body has more than ${maxBytes} bytes unpacked.`);
    throw new PlumblineError('invalid', 'body_damaged', `The body is no ${coding}: ${(error as Error).message}`);
  }
}

/**
 * Packs only for a client that asks for exactly one coding: HTTP libraries advertise `gzip, deflate` by themselves, and
 * their users do not want to pay for it.
 */
export async function encodeBody(
  body: Buffer,
  accepted: string | undefined,
): Promise<{ body: Buffer; coding?: string }> {
  const coding = accepted?.trim().toLowerCase();
  const encode = coding === undefined ? undefined : ENCODERS[coding];
  return encode ? { body: await encode(body), coding } : { body };
}
