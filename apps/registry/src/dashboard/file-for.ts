/** Never answered by a page: a client that mistypes an API path wants a problem, not HTML. */
const NOT_PAGES = /^\/(api|health|metrics|docs|openapi\.json)(\/|$)/;

/** File to send for a path; index.html for a page of the single-page application; null for what is not the dashboard's. */
export function fileFor(path: string, files: ReadonlySet<string>): string | null {
  const name = path.slice(1);
  if (NOT_PAGES.test(path)) return null;
  if (files.has(name)) return name;
  const looksLikeFile = /\.[a-z0-9]+$/i.test(name);
  return looksLikeFile || !files.has('index.html') ? null : 'index.html';
}
