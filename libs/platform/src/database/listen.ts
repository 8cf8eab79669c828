import pg from 'pg';

export interface ListenOptions {
  readonly onError?: (error: unknown) => void;
  /** Called after every (re)connect: notifications sent while the line was down are lost, so look again. */
  readonly onConnect?: () => void;
  readonly reconnectMs?: number;
}

export interface Listener {
  close(): Promise<void>;
}

/** LISTEN on a connection of its own, made anew when it breaks. Resolves when listening for the first time. */
export async function listen(
  url: string,
  channel: string,
  onNotify: (payload: string) => void,
  options: ListenOptions = {},
): Promise<Listener> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let hasListened = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: `plumbline-listen-${channel}`,
      connectionTimeoutMillis: 10_000,
    });
    next.on('notification', (message) => onNotify(message.payload ?? ''));
    next.on('error', (error) => options.onError?.(error));
    next.on('end', () => reconnectLater(next));
    try {
      await next.connect();
      await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    hasListened = true;
    if (closed) await next.end();
    else options.onConnect?.();
  };

  const reconnectLater = (ended: pg.Client): void => {
    if (closed || !hasListened || timer || (client && client !== ended)) return;
    client = undefined;
    timer = setTimeout(() => {
      timer = undefined;
      connect().catch((error: unknown) => {
        options.onError?.(error);
        client = undefined;
        reconnectLater(ended);
      });
    }, options.reconnectMs ?? 500);
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
