const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] as string);

/** What a browser shows when a sign-in ends without a session. */
export function signInPage(title: string, detail: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)} · Plumbline</title>
<meta name="viewport" content="width=device-width"><style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem;
margin: 15vh auto; padding: 0 1rem } @media (prefers-color-scheme: dark) { body { color: #e6e8eb; background: #15181c }
a { color: #8ab8ff } }</style></head><body><h1>${escape(title)}</h1><p>${escape(detail)}</p>
<p><a href="/login">Back to the sign-in page</a></p></body></html>`;
}
