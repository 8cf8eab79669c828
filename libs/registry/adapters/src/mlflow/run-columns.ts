import { Prisma } from '@plumbline/platform';
import type { SearchColumns } from './search-sql';

/** Of `mlflow_run r`. */
export const RUN_COLUMNS: SearchColumns = {
  attributes: {
    run_id: Prisma.sql`r.id`,
    run_name: Prisma.sql`r.name`,
    experiment_id: Prisma.sql`r.experiment_id::text`,
    status: Prisma.sql`r.status`,
    user_id: Prisma.sql`r.user_id`,
    artifact_uri: Prisma.sql`'mlflow-artifacts:/' || r.experiment_id || '/' || r.id || '/artifacts'`,
    start_time: Prisma.sql`r.start_time_ms::float8`,
    end_time: Prisma.sql`r.end_time_ms::float8`,
  },
  tag: (key) => Prisma.sql`SELECT t.value FROM mlflow_run_tag t WHERE t.run_id = r.id AND t.key = ${key}::text`,
  param: (key) => Prisma.sql`SELECT p.value FROM mlflow_run_param p WHERE p.run_id = r.id AND p.key = ${key}::text`,
  metric: (key) => Prisma.sql`SELECT m.value FROM mlflow_metric m WHERE m.run_id = r.id AND m.key = ${key}::text
    ORDER BY m.step DESC, m.timestamp_ms DESC, m.value DESC LIMIT 1`,
};
