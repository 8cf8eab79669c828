import { z } from 'zod';
import { setting } from './setting';

/** `z.url` with a choice of schemes; the host may be anything that a resolver knows. */
const urlOf = (schemes: RegExp, example: string) =>
  z
    .string()
    .refine((text) => schemes.test(text) && URL.canParse(text), { message: `expected a URL such as ${example}` });

const brokerList = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'expected host:port, several with commas')).min(1));

const headerList = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.trim().split(/=(.*)/s, 2)))
  .pipe(z.array(z.tuple([z.string().regex(/^[\w-]+$/, 'expected name=value'), z.string()])))
  .transform((pairs) => Object.fromEntries(pairs));

/** Settings that several services share; each service adds its own with {@link serviceSettings}. */
const platformSettings = {
  DATABASE_URL: setting(urlOf(/^postgres(ql)?:\/\/./, 'postgresql://user:password@127.0.0.1:5432/plumbline'), {
    description: 'PostgreSQL 15 or newer. `npm start` starts one of its own when this is not set.',
    remedy: 'give postgresql://user:password@host:port/database',
    secret: true,
  }),
  REDIS_URL: setting(urlOf(/^rediss?:\/\/./, 'redis://127.0.0.1:6379').optional(), {
    description: 'Redis 6.2 or newer for the job queue. Without it the queue lives in PostgreSQL.',
    remedy: 'give redis://host:port, or leave it out',
    secret: true,
  }),
  KAFKA_BROKERS: setting(brokerList.optional(), {
    description: 'Kafka brokers, comma-separated. Without them the event bus lives in PostgreSQL.',
    remedy: 'give host:port[,host:port], or leave it out',
  }),
  KAFKA_TOPIC_PREFIX: setting(
    z
      .string()
      .regex(/^[\w.-]*$/, 'expected letters, digits, dot, dash')
      .default(''),
    {
      description: 'Put before every topic and group, so that several installations may share a Kafka cluster.',
      remedy: 'give a text such as `staging.`, or leave it out',
    },
  ),
  ARTIFACT_URL: setting(urlOf(/^(file|s3):\/\/./, 'file:///var/lib/plumbline').optional(), {
    description:
      'Where model files are kept: a folder, or a bucket of S3 or of a server that speaks S3 ' +
      '(`s3://bucket/prefix?endpoint=http://host:port&region=name&pathStyle=true`, all but the bucket may be left out). ' +
      'Credentials come from the usual AWS environment, profile or role, never from this URL. ' +
      'Default: the folder `artifacts` in the data folder.',
    remedy: 'give file:///absolute/folder or s3://bucket/prefix, or leave it out',
    secret: true,
  }),
  PLUMBLINE_DATA_DIR: setting(z.string().min(1).default('.plumbline'), {
    description: 'Folder of everything that is kept on disk: database, artifacts, spool, admin token.',
    remedy: 'give a folder that this user may write to',
  }),
  PLUMBLINE_ADMIN_TOKEN: setting(z.string().regex(/^\S+$/, 'expected no white space').optional(), {
    description: 'Fixed admin token. Otherwise one is made and kept in the data folder, readable by its owner only.',
    remedy: 'give a long random text without white space, or leave it out',
    secret: true,
  }),
  BIND_ADDRESS: setting(z.string().min(1).default('127.0.0.1'), {
    description: 'Address that every server binds. 0.0.0.0 opens them to the network.',
    remedy: 'give an address of this machine, e.g. 127.0.0.1',
  }),
  LOG_LEVEL: setting(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'), {
    description: 'Least level that is logged.',
    remedy: 'give one of trace, debug, info, warn, error, fatal, silent',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(urlOf(/^https?:\/\/./, 'http://127.0.0.1:4318').optional(), {
    description: 'OpenTelemetry collector that takes OTLP over HTTP in JSON. Traces are off without it.',
    remedy: 'give http://host:4318, or leave it out',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting(headerList.optional(), {
    description:
      'Sent with each export of traces, for collectors that want a token: `name=value`, several with commas.',
    remedy: 'give name=value[,name=value], or leave it out',
    secret: true,
  }),
  OTEL_TRACES_SAMPLER_ARG: setting(z.coerce.number().min(0).max(1).default(0.01), {
    description: 'Share of the traces beginning here that are recorded. What a caller sampled is always followed.',
    remedy: 'give a number from 0 to 1, e.g. 0.01',
  }),
} as const;

/** `serviceSettings({ REGISTRY_PORT: portSetting(3000, '...') })`: the shared settings and the service's own. */
export function serviceSettings<T extends z.ZodRawShape>(own: T) {
  return z.object({ ...platformSettings, ...own });
}
