import { ACCESS_MATRIX } from '@plumbline/contracts';
import { SUMMARIES } from './route-summaries';

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem; border-top: 1px solid #ccc }
@media (prefers-color-scheme: dark) { body { color: #e6e8eb; background: #15181c } a { color: #8ab8ff } }`;

function row([route, access]: [string, 'public' | readonly string[]]): string {
  const roles = access === 'public' ? 'everybody' : access.join(', ');
  return `<tr><td><code>${route}</code></td><td>${SUMMARIES[route] ?? ''}</td><td>${roles}</td></tr>`;
}

/** One page without scripts and without anything from another host. */
export function docsPage(): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plumbline control plane</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body><h1>Plumbline control plane</h1>
<p>Schemas of all bodies, as a machine reads them: <a href="/openapi.json">/openapi.json</a>. Send
<code>Authorization: Bearer &lt;token&gt;</code>; errors are <code>application/problem+json</code>.</p>
<table><thead><tr><th>Route</th><th>Does</th><th>Who may</th></tr></thead>
<tbody>${Object.entries(ACCESS_MATRIX.registry).map(row).join('\n')}</tbody></table></body></html>`;
}
