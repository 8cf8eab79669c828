const FENCE = /^\s*(```|~~~)\s*([\w-]*)/;
const SHELL = new Set(['bash', 'sh', 'shell', 'console', 'zsh']);
const COMMENT = /(^|\s)#.*$/;

/**
 * The parts of a Markdown text that name things: inline code, shell blocks (line by line, comments and prompts taken
 * off) and link targets. Code in other languages is left out.
 */
export function namedThings(text) {
  const things = [];
  let fence = null;
  text.split('\n').forEach((content, index) => {
    const mark = FENCE.exec(content);
    if (mark) {
      fence = fence === null ? mark[2].toLowerCase() : null;
      return;
    }
    const add = (kind, value) => things.push({ kind, value, line: index + 1 });
    if (fence !== null) {
      if (SHELL.has(fence))
        add(
          'code',
          content
            .replace(COMMENT, '')
            .replace(/^\s*\$ /, '')
            .trim(),
        );
      return;
    }
    for (const [, code] of content.matchAll(/`([^`]+)`/g)) add('code', code);
    for (const [, target] of content.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) add('link', target);
  });
  return things;
}
