import { toProblem, type Problem } from '@plumbline/contracts';
import { PlumblineError } from '@plumbline/problem';
import { ZodError } from 'zod';
import { invalidInput } from './parse-input';

export const PROBLEM_TYPE = 'application/problem+json';

/** What Fastify and Nest throw by themselves, in our words; the status is kept. */
const BY_STATUS: Readonly<Record<number, PlumblineError>> = {
  400: new PlumblineError('invalid', 'malformed_request', 'The request could not be read: check the JSON and headers.'),
  401: new PlumblineError('unauthenticated', 'token_missing', 'Send `Authorization: Bearer <token>`.'),
  403: new PlumblineError('forbidden', 'role_forbidden', 'Not allowed.'),
  404: new PlumblineError('not_found', 'route_not_found', 'There is nothing at this address.'),
  405: new PlumblineError('not_found', 'route_not_found', 'There is nothing at this address for this method.'),
  413: new PlumblineError('too_large', 'body_too_large', 'The body is larger than this server accepts.'),
  415: new PlumblineError('invalid', 'media_type_unsupported', 'Send the body with a Content-Type that is read here.'),
  429: new PlumblineError('overloaded', 'overloaded', 'Too many requests: try again shortly.'),
  503: new PlumblineError('unavailable', 'not_ready', 'Not ready: try again shortly.'),
};

function statusOf(error: unknown): number | undefined {
  const { getStatus, statusCode } = (error ?? {}) as { getStatus?: () => unknown; statusCode?: unknown };
  // Nest's HttpException answers a method, Fastify's errors carry a field.
  const status = typeof getStatus === 'function' ? getStatus.call(error) : statusCode;
  return typeof status === 'number' ? status : undefined;
}

/** Any thrown value as RFC 9457; only PlumblineErrors and known protocol errors tell what happened. */
export function problemOf(error: unknown): Problem {
  if (error instanceof PlumblineError) return toProblem(error);
  if (error instanceof ZodError) return toProblem(invalidInput(error));
  const status = statusOf(error);
  const known = status === undefined ? undefined : BY_STATUS[status];
  return known && status ? { ...toProblem(known), status } : toProblem(error);
}

/** Seconds to wait, for the answers that promise it. */
export function retryAfterOf(error: unknown, status: number): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const wanted = error instanceof PlumblineError ? error.details['retryAfterSeconds'] : undefined;
  return typeof wanted === 'number' ? Math.max(1, Math.ceil(wanted)) : 1;
}
