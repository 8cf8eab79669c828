import { mlflowColumn } from './mlflow-routes';
import type { Role } from './roles';

const READERS: readonly Role[] = ['viewer', 'engineer', 'approver', 'admin'];
const MAKERS: readonly Role[] = ['engineer', 'admin'];
/** Which of them decides for an alias says the model's `aliases` policy. */
const DECIDERS: readonly Role[] = ['engineer', 'approver', 'admin'];
const CALLERS: readonly Role[] = ['engineer', 'admin', 'predict'];
const ANY: readonly Role[] = ['viewer', 'engineer', 'approver', 'admin', 'predict'];

const MLFLOW_ROLES = { readers: READERS, makers: MAKERS, admins: ['admin'] as readonly Role[] };

/**
 * Who may call what: `METHOD path-pattern` as the router registers it. A route without a row is refused for everybody,
 * and the completeness spec fails; `'public'` needs no token. A token with model scope is held to it wherever the pattern
 * has `:model`; elsewhere it is refused, except on the routes of {@link KEEPS_TO_MODEL_SCOPE}.
 */
export const ACCESS_MATRIX = {
  registry: {
    'GET /health/live': 'public',
    'GET /health/ready': 'public',
    'GET /metrics': 'public',
    'POST /api/v1/session': 'public',
    'GET /api/v1/session': ANY,
    'DELETE /api/v1/session': 'public',
    'GET /api/v1/session/methods': 'public',
    'GET /api/v1/session/oidc': 'public',
    'GET /api/v1/session/oidc/callback': 'public',
    'GET /api/v1/tokens': ANY,
    'POST /api/v1/tokens': ANY,
    'DELETE /api/v1/tokens/:id': ANY,
    'GET /api/v1/users': ['admin'],
    'PATCH /api/v1/users/:id': ['admin'],
    'GET /api/v1/status': ANY,
    'GET /api/v1/stream': READERS,
    'GET /api/v1/models': READERS,
    'GET /api/v1/models/:model': READERS,
    'GET /api/v1/models/:model/versions': READERS,
    'POST /api/v1/models/:model/versions': MAKERS,
    'GET /api/v1/models/:model/versions/:version': READERS,
    'DELETE /api/v1/models/:model/versions/:version': ['admin'],
    'POST /api/v1/models/:model/versions/:version/archive': ['admin'],
    'POST /api/v1/models/:model/versions/:version/unarchive': ['admin'],
    'GET /api/v1/models/:model/versions/:version/artifact': READERS,
    'GET /api/v1/models/:model/versions/:version/files/*': READERS,
    'GET /api/v1/models/:model/aliases': READERS,
    'GET /api/v1/models/:model/aliases/:alias': READERS,
    'PUT /api/v1/models/:model/aliases/:alias': MAKERS,
    'DELETE /api/v1/models/:model/aliases/:alias': MAKERS,
    'GET /api/v1/models/:model/aliases/:alias/history': READERS,
    'POST /api/v1/models/:model/promote': MAKERS,
    'POST /api/v1/models/:model/rollback': ['admin'],
    'GET /api/v1/models/:model/versions/:version/card': READERS,
    'PUT /api/v1/models/:model/versions/:version/card': MAKERS,
    'GET /api/v1/models/:model/versions/:version/gate-report': READERS,
    'PUT /api/v1/models/:model/versions/:version/gate-report': MAKERS,
    'GET /api/v1/approvals': READERS,
    'POST /api/v1/approvals': DECIDERS,
    'GET /api/v1/approvals/:id': READERS,
    'POST /api/v1/approvals/:id/approve': DECIDERS,
    'POST /api/v1/approvals/:id/reject': DECIDERS,
    'POST /api/v1/approvals/:id/withdraw': DECIDERS,
    'GET /api/v1/models/:model/policies': READERS,
    'PUT /api/v1/models/:model/policies/:kind': MAKERS,
    'GET /api/v1/models/:model/rollouts': READERS,
    'POST /api/v1/models/:model/rollouts': MAKERS,
    'GET /api/v1/rollouts/:id': READERS,
    'POST /api/v1/rollouts/:id/pause': MAKERS,
    'POST /api/v1/rollouts/:id/resume': MAKERS,
    'POST /api/v1/rollouts/:id/promote': ['admin'],
    'POST /api/v1/rollouts/:id/abort': MAKERS,
    'GET /api/v1/models/:model/drift': READERS,
    'GET /api/v1/models/:model/performance': READERS,
    'GET /api/v1/models/:model/fairness': READERS,
    'GET /api/v1/models/:model/predictions': READERS,
    'GET /api/v1/predictions/:id': READERS,
    'GET /api/v1/models/:model/reconciliation': READERS,
    'POST /api/v1/outcomes': CALLERS,
    'POST /api/v1/models/:model/retrain': MAKERS,
    'GET /api/v1/training-runs': READERS,
    'GET /api/v1/training-runs/:id': READERS,
    'GET /api/v1/alerts': READERS,
    'GET /api/v1/audit': READERS,
    'GET /api/v1/audit/checkpoint': READERS,
    'GET /api/v1/audit/proof/inclusion': READERS,
    'GET /api/v1/audit/proof/consistency': READERS,
    'GET /api/v1/audit/export': READERS,
    ...mlflowColumn((who) => MLFLOW_ROLES[who]),
    'GET /openapi.json': 'public',
    'GET /docs': 'public',
  },
  inference: {
    'GET /health/live': 'public',
    'GET /health/ready': 'public',
    'GET /metrics': 'public',
    'GET /v1/models': ANY,
    'GET /v1/models/:model': ANY,
    'POST /v1/models/:model\\:predict': CALLERS,
    'GET /v2': 'public',
    'GET /v2/health/live': 'public',
    'GET /v2/health/ready': 'public',
    'GET /v2/models': ANY,
    'GET /v2/models/:model': ANY,
    'GET /v2/models/:model/ready': ANY,
    'GET /v2/models/:model/versions/:version': ANY,
    'GET /v2/models/:model/versions/:version/ready': ANY,
    'POST /v2/models/:model/infer': CALLERS,
    'POST /v2/models/:model/versions/:version/infer': CALLERS,
    'POST /v2/repository/index': ANY,
    'GET /openapi.json': 'public',
    'GET /docs': 'public',
  },
  monitor: { 'GET /health/live': 'public', 'GET /health/ready': 'public', 'GET /metrics': 'public' },
  retraining: { 'GET /health/live': 'public', 'GET /health/ready': 'public', 'GET /metrics': 'public' },
} as const satisfies Record<string, Record<string, 'public' | readonly Role[]>>;

/**
 * Routes without `:model` that a token with model scope may call all the same: their handlers show and take only what is
 * about its models, by `mayUseModel(identity, model)`, or touch no model at all.
 */
export const KEEPS_TO_MODEL_SCOPE = {
  registry: [
    'GET /api/v1/session',
    'GET /api/v1/status',
    'GET /api/v1/tokens',
    'POST /api/v1/tokens',
    'DELETE /api/v1/tokens/:id',
    'GET /api/v1/models',
    'GET /api/v1/approvals',
    'POST /api/v1/approvals',
    'GET /api/v1/approvals/:id',
    'POST /api/v1/approvals/:id/approve',
    'POST /api/v1/approvals/:id/reject',
    'POST /api/v1/approvals/:id/withdraw',
    'POST /api/v1/outcomes',
  ],
  inference: ['GET /v1/models', 'GET /v2/models', 'POST /v2/repository/index'],
} as const satisfies { [S in 'registry' | 'inference']: readonly (keyof (typeof ACCESS_MATRIX)[S])[] };
