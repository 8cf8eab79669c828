import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

const SAFETY_POLL_MS = 30_000;
const RETRIES = 2;

const worthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500);

/** The live stream tells what became old; the slow poll only covers for a stream that a proxy swallowed. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 3_000,
        refetchInterval: SAFETY_POLL_MS,
        retry: (count, error) => count < RETRIES && worthRetrying(error),
      },
    },
  });
}
