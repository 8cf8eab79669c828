import { PlumblineError } from '@plumbline/problem';

/** PostgreSQL holds neither NUL nor half a surrogate pair: refused here, where the caller can be told where. */
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function pointerToUnstorable(value: unknown, pointer: string): string | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const at = `${pointer}/${escaped(key)}`;
    const found = UNSTORABLE.test(key) ? at : pointerToUnstorable(inner, at);
    if (found !== null) return found;
  }
  return null;
}

/** @throws PlumblineError `text_unstorable` with the pointer of the first such text */
export function refuseUnstorableText(value: unknown, root = ''): void {
  const pointer = pointerToUnstorable(value, root);
  if (pointer === null) return;
  const detail = 'a text holds a NUL character or half a surrogate pair';
  throw new PlumblineError('invalid', 'text_unstorable', detail, { fields: [{ pointer, detail }] });
}
