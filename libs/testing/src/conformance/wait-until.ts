/** Polls every 20 ms. @throws Error that names what did not happen in time */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  for (const until = Date.now() + timeoutMs; !(await condition());) {
    if (Date.now() > until) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
