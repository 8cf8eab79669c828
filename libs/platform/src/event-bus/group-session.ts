import pg, { type QueryResult, type QueryResultRow } from 'pg';
import { fnv1a, PARTITIONS } from './key-partition';

/** Second key of the advisory lock that every member shares; partitions use 0 and up. */
const MEMBER_KEY = -1;
const UNSIGNED_MEMBER_KEY = 0xffffffff;
/** A machine that vanishes without a word loses its partitions after about 25 s. */
const KEEPALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/**
 * Fair share of the member with this rank: the shares of all members add up to all partitions.
 * Example: 4 partitions and 3 members give 2, 1, 1.
 */
export function partitionQuota(members: number, rank: number): number {
  return Math.floor(PARTITIONS / members) + (rank < PARTITIONS % members ? 1 : 0);
}

/**
 * A member of a consumer group: one database session. Its advisory locks say which partitions it owns; PostgreSQL frees
 * them when the session dies, however it dies, and offsets are committed on the same session, so that who lost the
 * session cannot commit any more.
 */
export class GroupSession {
  private readonly lockKey: number;
  private lastQuery: Promise<unknown> = Promise.resolve();
  private hasEnded = false;
  private endListener: ((error?: Error) => void) | undefined;

  private constructor(
    private readonly client: pg.Client,
    group: string,
    topic: string,
  ) {
    this.lockKey = fnv1a(`${group}\u0000${topic}`) | 0;
  }

  static async open(url: string, group: string, topic: string): Promise<GroupSession> {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: `plumbline-bus-${group}`.slice(0, 63),
      options: KEEPALIVE,
    });
    const session = new GroupSession(client, group, topic);
    client.on('error', (error) => session.end(error));
    client.on('end', () => session.end());
    await client.connect();
    await session.query('SELECT pg_advisory_lock_shared($1, $2)', [session.lockKey, MEMBER_KEY]);
    return session;
  }

  /** Calls back when the session is lost, at once when it is lost already. */
  onEnd(listener: (error?: Error) => void): void {
    this.endListener = listener;
    if (this.hasEnded) listener();
  }

  private end(error?: Error): void {
    this.hasEnded = true;
    this.endListener?.(error);
  }

  /** One after the other: the partitions share the session. */
  query<R extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<R>> {
    const result = this.lastQuery.then(() => this.client.query<R>(sql, values));
    this.lastQuery = result.catch(() => undefined);
    return result;
  }

  /** How many partitions this member should hold now: members are ranked by their backend's process id. */
  async quota(): Promise<number> {
    const { rows } = await this.query<{ members: string; rank: string }>(
      `SELECT count(*) AS members, count(*) FILTER (WHERE pid < pg_backend_pid()) AS rank FROM pg_locks
       WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $1::bigint::oid AND objid = $2::bigint::oid
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [this.lockKey >>> 0, UNSIGNED_MEMBER_KEY],
    );
    return partitionQuota(Math.max(1, Number(rows[0]?.members)), Number(rows[0]?.rank));
  }

  async tryOwn(partition: number): Promise<boolean> {
    const { rows } = await this.query<{ owned: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS owned', [
      this.lockKey,
      partition,
    ]);
    return rows[0]?.owned ?? false;
  }

  async disown(partition: number): Promise<void> {
    await this.query('SELECT pg_advisory_unlock($1, $2)', [this.lockKey, partition]);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
