/** Injection tokens of what has no class of its own. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
export const DATABASE_POOL = Symbol('database pool');
export const METRICS_REGISTRY = Symbol('metrics registry');
export const EVENT_BUS = Symbol('event bus');
export const MODEL_PROCESS_SCRIPT = Symbol('path of the model process');
export const TRACING = Symbol('tracing');
export const REQUEST_OUTPUT = Symbol('where request lines are written');
export const HTTP_SERVER = Symbol('http server');
