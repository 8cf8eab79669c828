import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { affectedQueries } from './affected-queries';
import { Coalescer } from './coalesce';
import { LiveStream, type LiveSnapshot } from './live-stream';

const IDLE: LiveSnapshot = { state: 'connecting', sinceMs: 0, lastMessageMs: null, events: [] };
const LiveContext = createContext<LiveStream | null>(null);

/** Opens the stream while somebody is signed in, and refreshes what its events make old, at most once a second. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [{ stream, coalescer }] = useState(() => {
    const refresh = new Coalescer<QueryKey>((keys) => {
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    });
    const live = new LiveStream('/api/v1/stream', (kind, model) => refresh.add(affectedQueries(kind, model)));
    return { stream: live, coalescer: refresh };
  });
  useEffect(() => {
    stream.open();
    return () => {
      stream.close();
      coalescer.stop();
    };
  }, [stream, coalescer]);
  return <LiveContext value={stream}>{children}</LiveContext>;
}

export const useLiveStream = (): LiveStream | null => use(LiveContext);

export function useLive(): LiveSnapshot {
  const stream = use(LiveContext);
  return useSyncExternalStore(stream?.subscribe ?? (() => () => undefined), stream?.read ?? (() => IDLE));
}
