import { isIP } from 'node:net';
import { lookup as systemLookup } from 'node:dns/promises';
import { PlumblineError } from '@plumbline/problem';
import { isPublicAddress } from './public-address';

class ReceiverRefusedError extends PlumblineError {
  constructor(detail: string) {
    super('invalid', 'webhook_receiver_refused', detail, { fields: [{ pointer: '/url', detail }] });
  }
}

export interface ReceiverAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export type Lookup = (host: string) => Promise<readonly ReceiverAddress[]>;

const lookupAll: Lookup = async (host) =>
  (await systemLookup(host, { all: true })).map(({ address, family }) => ({ address, family: family as 4 | 6 }));

/** `[::1]` of a URL is `::1` of a socket. */
const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Whom this installation may call. Receivers are public and speak TLS; those named in the allow-list (`host` or `host:port`)
 * may be inside and may speak plain HTTP.
 */
export class Receivers {
  constructor(
    private readonly allowed: readonly string[],
    private readonly lookup: Lookup = lookupAll,
  ) {}

  /** Without asking the name service. @throws ReceiverRefusedError */
  check(url: URL): void {
    if (url.username || url.password)
      throw new ReceiverRefusedError('no user and password in the URL: receivers check the signature');
    if (this.isAllowed(url)) return;
    if (url.protocol !== 'https:') throw new ReceiverRefusedError('expected https');
    if (isIP(bareHost(url)) !== 0 && !isPublicAddress(bareHost(url))) throw notPublic(url);
  }

  /**
   * The address to connect to. One answer of the name service is checked and used, so that a second answer can not lead
   * elsewhere; if any address of it is inside, all are refused.
   * @throws ReceiverRefusedError
   */
  async resolve(url: URL): Promise<ReceiverAddress> {
    this.check(url);
    const host = bareHost(url);
    const literal = isIP(host);
    const found = literal === 0 ? await this.lookup(host) : [{ address: host, family: literal as 4 | 6 }];
    const [first] = found;
    if (first === undefined) throw new ReceiverRefusedError(`${host} has no address`);
    if (!this.isAllowed(url) && !found.every(({ address }) => isPublicAddress(address))) throw notPublic(url);
    return first;
  }

  private isAllowed(url: URL): boolean {
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return this.allowed.some((entry) => entry === url.hostname || entry === `${url.hostname}:${port}`);
  }
}

const notPublic = ({ hostname }: URL): ReceiverRefusedError =>
  new ReceiverRefusedError(`${hostname} is not a public address: name it in WEBHOOK_ALLOWED_HOSTS to allow it`);
