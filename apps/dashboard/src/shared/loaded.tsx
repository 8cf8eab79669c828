import { Button } from '@mantine/core';
import { Skeleton, StateMessage } from '@plumbline/ui';
import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error';

interface Asked<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

export interface LoadedProps<Data> {
  query: Asked<Data>;
  /** Height that the answer will about have, so that nothing jumps. */
  heightPx?: number;
  /** Shown instead of the answer when it holds nothing yet. */
  empty?: (data: Data) => ReactNode | null;
  children: (data: Data) => ReactNode;
}

function Failure({ error, retry }: { error: Error; retry: () => unknown }) {
  const known = error instanceof ApiError ? error : null;
  if (known?.status === 403)
    return (
      <StateMessage kind="no_permission" title="You may not see this">
        {known.message} Ask for a token with the role viewer, engineer, approver or admin.
      </StateMessage>
    );
  return (
    <StateMessage kind="error" title={known?.title ?? 'This could not be shown'}>
      <p>{error.message}</p>
      {known && (
        <p className="app-small">
          Code <code>{known.code}</code>
          {known.status > 0 && `, HTTP ${known.status}`}
        </p>
      )}
      <Button size="compact-sm" variant="default" mt={10} onClick={() => retry()}>
        Try again
      </Button>
    </StateMessage>
  );
}

/** Loading, failed, forbidden, empty and there: five different pictures. Old data stays while a refresh fails. */
export function Loaded<Data>({ query, heightPx = 160, empty, children }: LoadedProps<Data>) {
  if (query.data === undefined)
    return query.error ? <Failure error={query.error} retry={query.refetch} /> : <Skeleton heightPx={heightPx} />;
  return <>{empty?.(query.data) ?? children(query.data)}</>;
}
