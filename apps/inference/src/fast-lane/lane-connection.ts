import type { Socket } from 'node:net';
import { parseRequestHead, type RequestHead } from './request-head';
import { responseText, type ResponseParts } from './response-text';

export type LaneResponse = Pick<ResponseParts, 'status' | 'headers' | 'body'>;

export interface LaneRequest {
  readonly head: RequestHead;
  readonly body: Buffer;
  /** The same object for all requests of a connection. */
  readonly connection: object;
  readonly address: string;
}

/** Resolves to null when the request is none for the lane; nothing was done then. */
export type LaneHandler = (request: LaneRequest) => Promise<LaneResponse | null>;

export interface LaneConnectionOptions {
  readonly handle: LaneHandler;
  /** Gives the connection to the framework, for good. */
  readonly handOver: (socket: Socket) => void;
  readonly onClose: (connection: LaneConnection) => void;
  readonly keepAliveMs: number;
  readonly bodyLimit: number;
}

const HEAD_END = '\r\n\r\n';
/** As Node's own parser allows. */
const MAX_HEAD_BYTES = 16_384;
/** A client's heads differ in their length at most, so that few are read twice. */
const MAX_KNOWN_HEADS = 32;

/**
 * A connection whose requests are answered without the framework, one after the other, for as long as each of them is one
 * that the lane understands completely. The first that is not is handed over with its bytes untouched: the framework reads
 * the connection from there, so that no request is ever read by two parsers, nor guessed at by one.
 */
export class LaneConnection {
  private received: Buffer | null = null;
  private isWaitingForBody = false;
  private isBusy = false;
  private isEnding = false;
  private readonly heads = new Map<string, RequestHead>();

  constructor(
    private readonly socket: Socket,
    private readonly options: LaneConnectionOptions,
  ) {
    socket.on('data', this.onData).on('end', this.onEnd).on('error', this.onError).on('close', this.onClose);
    socket.setTimeout(options.keepAliveMs).on('timeout', this.onTimeout);
  }

  /** Ends when nothing is under way: now, or after the answer. */
  end(): void {
    this.isEnding = true;
    if (!this.isBusy && this.received === null) this.socket.end();
  }

  private readonly onData = (chunk: Buffer): void => {
    this.received = this.received === null ? chunk : Buffer.concat([this.received, chunk]);
    if (!this.isBusy) this.next();
  };

  /** The client sends no more; what it asked is answered. */
  private readonly onEnd = (): void => {
    if (this.received !== null && !this.isBusy) this.handOver();
    else this.end();
  };

  private readonly onError = (): void => void this.socket.destroy();
  private readonly onClose = (): void => this.options.onClose(this);
  private readonly onTimeout = (): void => {
    if (!this.isBusy) this.socket.destroy();
  };

  private next(): void {
    const received = this.received as Buffer;
    const headEnd = received.subarray(0, MAX_HEAD_BYTES).indexOf(HEAD_END);
    const head = headEnd < 0 ? null : this.readHead(received.toString('latin1', 0, headEnd));
    if (head === null || head.contentLength > this.options.bodyLimit) return this.handOver();
    const bodyAt = headEnd + HEAD_END.length;
    const end = bodyAt + head.contentLength;
    if (received.length < end) {
      // Head and body may come one after the other; a body in more pieces is the framework's, which has time limits.
      if (this.isWaitingForBody) this.handOver();
      this.isWaitingForBody = true;
      return;
    }
    this.isBusy = true;
    this.isWaitingForBody = false;
    const address = this.socket.remoteAddress ?? '';
    const request = { head, body: received.subarray(bodyAt, end), connection: this, address };
    void this.options.handle(request).then((response) => {
      if (response === null) this.handOver();
      else this.answered(response, end);
    });
  }

  private answered({ status, headers, body }: LaneResponse, end: number): void {
    const received = this.received as Buffer;
    this.received = received.length === end ? null : received.subarray(end);
    this.isBusy = false;
    const keepAliveSeconds = this.isEnding ? undefined : Math.floor(this.options.keepAliveMs / 1_000);
    const { text, encoding } = responseText({ status, headers, body, keepAliveSeconds });
    this.socket.write(text, encoding);
    if (this.isEnding) this.socket.end();
    else if (this.received !== null) this.next();
  }

  private readHead(text: string): RequestHead | null {
    const known = this.heads.get(text);
    if (known) return known;
    const head = parseRequestHead(text);
    if (head === null) return null;
    if (this.heads.size >= MAX_KNOWN_HEADS) this.heads.clear();
    this.heads.set(text, head);
    return head;
  }

  private handOver(): void {
    const { socket, received } = this;
    socket.off('data', this.onData).off('end', this.onEnd).off('error', this.onError).off('close', this.onClose);
    socket.off('timeout', this.onTimeout).setTimeout(0);
    this.options.onClose(this);
    // Nothing may flow before the framework has its ears on the socket and the bytes are back in it.
    socket.pause();
    this.options.handOver(socket);
    if (received !== null) socket.unshift(received);
    socket.resume();
  }
}
