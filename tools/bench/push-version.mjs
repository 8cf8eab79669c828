import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const BOUNDARY = 'plumbline-bench';

/** @param {{field: string, name?: string, path?: string, bytes?: Uint8Array}[]} parts files are streamed */
async function* bodyOf(parts) {
  for (const { field, name = field, path, bytes } of parts) {
    yield `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`;
    if (path) yield* createReadStream(path, { highWaterMark: 2 ** 20 });
    else yield bytes;
    yield '\r\n';
  }
  yield `--${BOUNDARY}--\r\n`;
}

/** @returns {Promise<object>} the version */
export async function pushVersion(registry, model, parts) {
  const sent = request(`${registry.url}/api/v1/models/${model}/versions`, {
    method: 'POST',
    headers: { ...registry.headers, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  });
  const answered = new Promise((resolve, reject) => sent.once('response', resolve).on('error', reject));
  const [response] = await Promise.all([answered, pipeline(Readable.from(bodyOf(parts)), sent)]);
  let text = '';
  for await (const chunk of response) text += chunk;
  if (response.statusCode !== 201) throw new Error(`push of ${model}: ${response.statusCode} ${text}`);
  return JSON.parse(text);
}

export const bytesOf = (parts) =>
  parts.reduce((sum, { path, bytes }) => sum + (path ? statSync(path).size : bytes.length), 0);
