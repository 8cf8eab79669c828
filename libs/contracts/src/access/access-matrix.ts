import type { Role } from './roles';

const READERS: readonly Role[] = ['viewer', 'engineer', 'approver', 'admin'];
const MAKERS: readonly Role[] = ['engineer', 'admin'];
export const APPROVERS: readonly Role[] = ['approver', 'admin'];
const CALLERS: readonly Role[] = ['engineer', 'admin', 'predict'];
const ANY: readonly Role[] = ['viewer', 'engineer', 'approver', 'admin', 'predict'];

/**
 * Who may call what: `METHOD path-pattern` as the router registers it. A route without a row is refused for everybody,
 * and the completeness spec fails; `'public'` needs no token.
 */
export const ACCESS_MATRIX = {
  registry: {
    'GET /health/live': 'public',
    'GET /health/ready': 'public',
    'GET /metrics': 'public',
    'POST /api/v1/session': 'public',
    'GET /api/v1/session': ANY,
    'DELETE /api/v1/session': 'public',
    'GET /api/v1/status': READERS,
    'GET /api/v1/stream': READERS,
    'GET /api/v1/models': READERS,
    'GET /api/v1/models/:model': READERS,
    'GET /api/v1/models/:model/versions': READERS,
    'POST /api/v1/models/:model/versions': MAKERS,
    'GET /api/v1/models/:model/versions/:version': READERS,
    'GET /api/v1/models/:model/versions/:version/artifact': READERS,
    'GET /api/v1/models/:model/aliases': READERS,
    'PUT /api/v1/models/:model/aliases/:alias': ['admin'],
    'GET /api/v1/models/:model/aliases/:alias/history': READERS,
    'POST /api/v1/models/:model/promote': ['admin'],
    'POST /api/v1/models/:model/rollback': ['admin'],
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
    'GET /openapi.json': 'public',
    'GET /docs': 'public',
  },
  monitor: { 'GET /health/live': 'public', 'GET /health/ready': 'public', 'GET /metrics': 'public' },
  retraining: { 'GET /health/live': 'public', 'GET /health/ready': 'public', 'GET /metrics': 'public' },
} as const satisfies Record<string, Record<string, 'public' | readonly Role[]>>;
