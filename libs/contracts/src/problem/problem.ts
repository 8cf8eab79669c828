import { PlumblineError, type ProblemKind } from '@plumbline/problem';

/** RFC 9457, with our stable `code` and one entry per wrong field. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { pointer: string; detail: string }[];
}

export const STATUS_OF_KIND: Readonly<Record<ProblemKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  overloaded: 429,
  unavailable: 503,
  internal: 500,
};

const TITLES: Readonly<Record<ProblemKind, string>> = {
  invalid: 'The input does not fit',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflicts with the present state',
  too_large: 'Too large',
  overloaded: 'Too many requests',
  unavailable: 'Not ready',
  internal: 'Internal error',
};

/** Anything that is not a PlumblineError tells the caller nothing about our inside. */
export function toProblem(error: unknown): Problem {
  const known =
    error instanceof PlumblineError
      ? error
      : new PlumblineError(
          'internal',
          'internal_error',
          'Something failed here, not in your request. The log has the cause.',
        );
  const problem: Problem = {
    type: `urn:plumbline:problem:${known.code}`,
    title: TITLES[known.kind],
    status: STATUS_OF_KIND[known.kind],
    detail: known.message,
    code: known.code,
  };
  if (known.fields.length) problem.errors = known.fields.map(({ pointer, detail }) => ({ pointer, detail }));
  return problem;
}
