/** Injection tokens of what has no class of its own. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
export const DATABASE_POOL = Symbol('database pool');
export const DATABASE = Symbol('prisma database');
export const METRICS_REGISTRY = Symbol('metrics registry');
export const EVENT_BUS = Symbol('event bus');
export const JOB_QUEUE = Symbol('job queue');
export const ADMISSION_SCRIPT = Symbol('admission script');
export const ADMISSION = Symbol('admission');
export const ARTIFACTS = Symbol('artifact store');
export const AUDIT_KEY = Symbol('audit key');
export const AUDIT_TRAIL_FACTORY = Symbol('audit trail factory');
export const REGISTRY_UNIT_OF_WORK = Symbol('registry unit of work');
