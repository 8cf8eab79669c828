import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** `HTTP/1.1 200 OK` */
  readonly statusLine: string;
  /** Names as the server spelled them, lower case; values to the letter. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const END_OF_HEAD = '\r\n\r\n';

/** A TCP connection without an HTTP library: what is written here is what the server gets. */
export class RawConnection {
  private received = Buffer.alloc(0);
  private isOver = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    for (const event of ['end', 'error', 'close'] as const)
      socket.on(event, () => {
        this.isOver = true;
        this.wake();
      });
  }

  static open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new RawConnection(socket)));
      socket.once('error', reject);
    });
  }

  write(...parts: (string | Uint8Array)[]): void {
    this.socket.write(
      Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))),
    );
  }

  /** One answer; `hasBody: false` for HEAD and for `100 Continue`. */
  async read(hasBody = true): Promise<RawAnswer> {
    await this.until(() => this.received.includes(END_OF_HEAD));
    const headEnd = this.received.indexOf(END_OF_HEAD);
    const [statusLine = '', ...lines] = this.received.subarray(0, headEnd).toString('latin1').split('\r\n');
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const from = headEnd + END_OF_HEAD.length;
    const to = from + (hasBody ? Number(headers.get('content-length') ?? 0) : 0);
    await this.until(() => this.received.length >= to);
    const body = Buffer.from(this.received.subarray(from, to));
    this.received = this.received.subarray(to);
    return { statusLine, headers, body };
  }

  /** Whether the server ended the connection, and sent nothing more. */
  async ended(): Promise<boolean> {
    await this.until(() => this.isOver);
    return this.received.length === 0;
  }

  close(): void {
    this.socket.destroy();
  }

  private async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) {
      if (this.isOver) throw new RangeError(`the connection ended after ${this.received.toString('latin1')}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

export const httpHead = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`;

/** Where tensors follow the JSON. */
const jsonLength = ({ headers }: RawAnswer): number => Number(headers.get('inference-header-content-length') ?? NaN);

export function jsonOf(answer: RawAnswer): Record<string, unknown> {
  const length = jsonLength(answer);
  const json = Number.isNaN(length) ? answer.body : answer.body.subarray(0, length);
  return JSON.parse(json.toString()) as Record<string, unknown>;
}

export const tensorBytesOf = (answer: RawAnswer): Buffer => answer.body.subarray(jsonLength(answer));

export const lineAndType = ({ statusLine, headers }: RawAnswer) => [statusLine, headers.get('content-type')];
