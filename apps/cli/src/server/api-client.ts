import type { Problem } from '@plumbline/contracts';
import { CliError } from '../cli.errors';
import { isTimeout, RefusedError, UnreachableError } from './server.errors';

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function errorCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return code;
  // Happy eyeballs: one error for each address that was tried.
  const inner = cause instanceof AggregateError ? (cause.errors[0] as { code?: unknown } | undefined)?.code : undefined;
  return typeof inner === 'string' ? inner : undefined;
}

function retryAfterMs(text: string | null): number | null {
  if (text === null) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function problemOf(status: number, text: string): Pick<Problem, 'code' | 'detail' | 'errors'> {
  try {
    const { code, detail, errors, title, message } = JSON.parse(text) as Partial<Problem> & { message?: string };
    return { code: code ?? `http_${status}`, detail: detail ?? title ?? message ?? text, ...(errors && { errors }) };
  } catch {
    return { code: `http_${status}`, detail: text.slice(0, 300) || 'the server gave no reason' };
  }
}

/** One server, one token. Everything that is not 2xx is thrown as what it means. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    private readonly token: string | undefined,
  ) {}

  async send(path: string, request: Request = {}): Promise<Response> {
    const response = await this.fetch(path, request);
    if (response.ok) return response;
    const text = await response.text().catch(() => '');
    throw new RefusedError(
      response.status,
      problemOf(response.status, text),
      retryAfterMs(response.headers.get('retry-after')),
    );
  }

  async json<T>(path: string, request: Request = {}): Promise<T> {
    const response = await this.send(path, request);
    const text = await response.text().catch((error: unknown) => {
      throw this.unreachable(error);
    });
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new CliError(`${this.baseUrl}${path} answered with something that is not JSON: is it Plumbline?`, 1, {
        cause: error,
      });
    }
  }

  private async fetch(path: string, { method, json, form, headers, timeoutMs = TIMEOUT_MS }: Request) {
    const body = json === undefined ? form : JSON.stringify(json);
    try {
      return await fetch(`${this.baseUrl}${path}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          accept: 'application/json',
          ...(this.token && { authorization: `Bearer ${this.token}` }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw this.unreachable(error);
    }
  }

  private unreachable(error: unknown): UnreachableError {
    const code = errorCode(error);
    if (isTimeout(error))
      return new UnreachableError(`${this.baseUrl} did not answer in time. Look at its log, then repeat.`, true, error);
    const why = code ?? (error instanceof Error ? error.message : String(error));
    const remedy = 'Start it with `npm start`, or set PLUMBLINE_URL to the server that runs.';
    const neverSent = code !== undefined && NEVER_SENT.has(code);
    return new UnreachableError(`Can not reach ${this.baseUrl} (${why}). ${remedy}`, !neverSent, error);
  }
}
