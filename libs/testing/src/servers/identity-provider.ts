import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface IdentityProviderOptions {
  /** By the name they sign in with. */
  readonly people: Readonly<Record<string, { readonly name: string; readonly roles: readonly string[] }>>;
  readonly clients: readonly Readonly<Record<string, unknown>>[];
  /** Of its access tokens. */
  readonly audience: string;
  /** Claim that holds the roles. */
  readonly claim: string;
  /** To come back on the address it had. Default: any that is free. */
  readonly port?: number;
}

export interface IdentityProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** oidc-provider on this machine; whoever knows a name may sign in with it. */
export async function identityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const script = join(__dirname, 'oidc-provider-process.mjs');
  const child = spawn(process.execPath, [script, JSON.stringify({ port: 0, ...options })], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [issuer] = (await Promise.race([
    once(lines, 'line'),
    ended.then(() => {
      throw new Error(`the identity provider did not start: ${said}`);
    }),
  ])) as [string];
  return {
    issuer,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** A browser without a screen: follows redirects, keeps cookies of each host by their path, fills in the provider's forms. */
export class Browser {
  private readonly jar = new Map<string, { value: string; path: string }>();

  /** One request, no redirect followed. */
  async request(url: string, form?: Record<string, string>): Promise<Response> {
    const { pathname, host } = new URL(url);
    const sent = [...this.jar].filter(([name, { path }]) => name.startsWith(`${host} `) && pathname.startsWith(path));
    const cookie = sent.map(([name, { value }]) => `${name.split(' ')[1]}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const header of response.headers.getSetCookie()) this.keep(host, header);
    return response;
  }

  /**
   * From an address through every redirect and every form of the provider.
   * @returns the last answer, and where it came from
   */
  async signIn(from: string, login: string): Promise<{ response: Response; url: string }> {
    let url = from;
    let response = await this.request(url);
    for (let hops = 0; hops < 20; hops++) {
      const location = response.headers.get('location');
      if (location) {
        url = new URL(location, url).href;
        response = await this.request(url);
        continue;
      }
      if (!/\/interaction\/[^/]+$/.test(new URL(url).pathname)) break;
      const page = await response.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      if (!action) throw new Error(`the provider shows no form: ${page.slice(0, 500)}`);
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? '';
      url = new URL(action, url).href;
      response = await this.request(url, prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
    }
    return { response, url };
  }

  cookie(host: string, name: string): string | undefined {
    return this.jar.get(`${host} ${name}`)?.value;
  }

  private keep(host: string, header: string): void {
    const [pair = '', ...attributes] = header.split('; ');
    const at = pair.indexOf('=');
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
    const key = `${host} ${pair.slice(0, at)}`;
    if (pair.slice(at + 1) === '' || attributes.some((one) => /^max-age=0$/i.test(one))) this.jar.delete(key);
    else this.jar.set(key, { value: pair.slice(at + 1), path });
  }
}
