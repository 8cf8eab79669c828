import type { OpenApiDocument, Operation } from './build-openapi';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
const block = (value: unknown): string => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1f23; background: #fff }
  pre { background: #f3f4f6; padding: .75rem; overflow-x: auto; border-radius: 6px; font-size: .85rem }
  code.method { font-weight: 700; text-transform: uppercase; margin-right: .5rem }
  section { border-top: 1px solid #d0d5db; padding: .5rem 0 }
  @media (prefers-color-scheme: dark) { body { color: #e6e8eb; background: #15181c } pre { background: #22272e } a { color: #8ab8ff } }`;

interface Body {
  readonly schema?: unknown;
  readonly example?: unknown;
}

interface RequestBody {
  readonly content: { readonly 'application/json': { readonly schema: unknown; readonly example: unknown } };
}

function requestOf(path: string, operation: Operation): string {
  const body = (operation as { requestBody?: RequestBody }).requestBody?.content['application/json'];
  if (!body) return '';
  const command = `curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" -H "Content-Type: application/json" \\
  -d '${JSON.stringify(body.example).replaceAll("'", `'\\''`)}' http://127.0.0.1:8080${path}`;
  return `<p>Example</p><pre>${escapeHtml(command)}</pre><details><summary>Request schema</summary>${block(body.schema)}</details>`;
}

function answerOf(operation: Operation): string {
  const { responses } = operation as { responses?: Record<string, { content?: Record<string, Body> }> };
  const { schema, example } = responses?.['200']?.content?.['application/json'] ?? {};
  if (example === undefined) return '';
  return `<p>Answer</p>${block(example)}<details><summary>Answer schema</summary>${block(schema)}</details>`;
}

function section(path: string, method: string, operation: Operation): string {
  return `<section><h2><code class="method">${method}</code><code>${escapeHtml(path)}</code></h2>
<p>${escapeHtml(operation.summary)}</p>${requestOf(path, operation)}${answerOf(operation)}</section>`;
}

/** One page without scripts and without anything from another host. */
export function docsPage(document: OpenApiDocument): string {
  const sections = Object.entries(document.paths).flatMap(([path, { get, post }]) => [
    ...(post ? [section(path, 'post', post)] : []),
    ...(get ? [section(path, 'get', get)] : []),
  ]);
  const { schemas } = document['components'] as { schemas: unknown };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plumbline inference</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body><h1>Plumbline inference</h1>
<p>The same as a machine reads it: <a href="/openapi.json">/openapi.json</a>.</p>
${sections.join('\n')}
<section><h2>Schemas</h2>${block(schemas)}</section></body></html>`;
}
