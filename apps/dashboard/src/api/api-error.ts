import type { Problem } from '@plumbline/contracts';

/** A refused request, in the words of the server's problem document where it sent one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly fields: readonly { pointer: string; detail: string }[] = [],
  ) {
    super(detail);
  }
}

const isProblem = (body: unknown): body is Partial<Problem> => typeof body === 'object' && body !== null;

export async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isProblem(body) ? body : {};
  return new ApiError(
    response.status,
    problem.code ?? `http_${response.status}`,
    problem.title ?? (response.statusText || 'The server refused'),
    problem.detail ?? `The server answered ${response.status} without an explanation.`,
    problem.errors,
  );
}

export const unreachable = (): ApiError =>
  new ApiError(
    0,
    'unreachable',
    'The registry does not answer',
    'No answer from the server. Is it running? This page asks again by itself.',
  );
