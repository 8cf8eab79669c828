/**
 * The MLflow API: `METHOD path` below /api/2.0 -> who may call it and what it does. Readers read, makers write, as on our own
 * API; what an alias change takes is decided by the same rules as there.
 */
const MLFLOW_ROUTES = {
  'POST /api/2.0/mlflow/experiments/create': ['makers', 'MLflow: create an experiment'],
  'GET /api/2.0/mlflow/experiments/get': ['readers', 'MLflow: one experiment'],
  'GET /api/2.0/mlflow/experiments/get-by-name': ['readers', 'MLflow: one experiment by name'],
  'GET /api/2.0/mlflow/experiments/search': ['readers', 'MLflow: search experiments'],
  'POST /api/2.0/mlflow/experiments/search': ['readers', 'MLflow: search experiments'],
  'POST /api/2.0/mlflow/experiments/set-experiment-tag': ['makers', 'MLflow: tag an experiment'],
  'POST /api/2.0/mlflow/experiments/delete-experiment-tag': ['makers', 'MLflow: untag an experiment'],
  'POST /api/2.0/mlflow/experiments/update': ['makers', 'MLflow: rename an experiment'],
  'POST /api/2.0/mlflow/experiments/delete': ['makers', 'MLflow: put an experiment away'],
  'POST /api/2.0/mlflow/experiments/restore': ['makers', 'MLflow: bring an experiment back'],
  'POST /api/2.0/mlflow/runs/create': ['makers', 'MLflow: start a run'],
  'GET /api/2.0/mlflow/runs/get': ['readers', 'MLflow: one run'],
  'POST /api/2.0/mlflow/runs/update': ['makers', 'MLflow: end or rename a run'],
  'POST /api/2.0/mlflow/runs/delete': ['makers', 'MLflow: put a run away'],
  'POST /api/2.0/mlflow/runs/restore': ['makers', 'MLflow: bring a run back'],
  'POST /api/2.0/mlflow/runs/search': ['readers', 'MLflow: search runs'],
  'POST /api/2.0/mlflow/runs/log-metric': ['makers', 'MLflow: log a metric'],
  'POST /api/2.0/mlflow/runs/log-parameter': ['makers', 'MLflow: log a parameter'],
  'POST /api/2.0/mlflow/runs/log-batch': ['makers', 'MLflow: log metrics, parameters and tags at once'],
  'POST /api/2.0/mlflow/runs/set-tag': ['makers', 'MLflow: tag a run'],
  'POST /api/2.0/mlflow/runs/delete-tag': ['makers', 'MLflow: untag a run'],
  'POST /api/2.0/mlflow/runs/log-model': ['makers', 'MLflow 2: note a model on its run'],
  'POST /api/2.0/mlflow/runs/log-inputs': ['makers', 'MLflow: note the data of a run'],
  'POST /api/2.0/mlflow/runs/outputs': ['makers', 'MLflow 3: note the models of a run'],
  'GET /api/2.0/mlflow/metrics/get-history': ['readers', 'MLflow: every value of a metric'],
  'POST /api/2.0/mlflow/logged-models': ['makers', 'MLflow 3: begin a logged model'],
  'POST /api/2.0/mlflow/logged-models/search': ['readers', 'MLflow 3: search logged models'],
  'GET /api/2.0/mlflow/logged-models/:id': ['readers', 'MLflow 3: one logged model'],
  'PATCH /api/2.0/mlflow/logged-models/:id': ['makers', 'MLflow 3: end a logged model'],
  'DELETE /api/2.0/mlflow/logged-models/:id': ['makers', 'MLflow 3: put a logged model away'],
  'POST /api/2.0/mlflow/logged-models/:id/params': ['makers', 'MLflow 3: parameters of a logged model'],
  'PATCH /api/2.0/mlflow/logged-models/:id/tags': ['makers', 'MLflow 3: tag a logged model'],
  'DELETE /api/2.0/mlflow/logged-models/:id/tags/:key': ['makers', 'MLflow 3: untag a logged model'],
  'GET /api/2.0/mlflow/logged-models/:id/artifacts/directories': ['readers', 'MLflow 3: files of a logged model'],
  'POST /api/2.0/mlflow/registered-models/create': ['makers', 'MLflow: create a model'],
  'GET /api/2.0/mlflow/registered-models/get': ['readers', 'MLflow: one model'],
  'GET /api/2.0/mlflow/registered-models/search': ['readers', 'MLflow: search models'],
  'POST /api/2.0/mlflow/registered-models/search': ['readers', 'MLflow: search models'],
  'PATCH /api/2.0/mlflow/registered-models/update': ['makers', 'MLflow: describe a model'],
  'POST /api/2.0/mlflow/registered-models/rename': ['makers', 'MLflow: refused, with what to do instead'],
  'DELETE /api/2.0/mlflow/registered-models/delete': ['admins', 'MLflow: delete a model that never had a version'],
  'GET /api/2.0/mlflow/registered-models/get-latest-versions': ['readers', 'MLflow: the newest version'],
  'POST /api/2.0/mlflow/registered-models/get-latest-versions': ['readers', 'MLflow: the newest version'],
  'POST /api/2.0/mlflow/registered-models/set-tag': ['makers', 'MLflow: tag a model'],
  'DELETE /api/2.0/mlflow/registered-models/delete-tag': ['makers', 'MLflow: untag a model'],
  'GET /api/2.0/mlflow/registered-models/alias': ['readers', 'MLflow: the version that an alias points to'],
  'POST /api/2.0/mlflow/registered-models/alias': ['makers', 'MLflow: point an alias to a version'],
  'DELETE /api/2.0/mlflow/registered-models/alias': ['makers', 'MLflow: take an alias away'],
  'POST /api/2.0/mlflow/model-versions/create': ['makers', 'MLflow: register a logged model; READY when it answers'],
  'GET /api/2.0/mlflow/model-versions/get': ['readers', 'MLflow: one version'],
  'GET /api/2.0/mlflow/model-versions/get-download-uri': ['readers', 'MLflow: where the files of a version are'],
  'GET /api/2.0/mlflow/model-versions/search': ['readers', 'MLflow: search versions'],
  'PATCH /api/2.0/mlflow/model-versions/update': ['makers', 'MLflow: describe a version'],
  'DELETE /api/2.0/mlflow/model-versions/delete': ['admins', 'MLflow: delete a version that was never referenced'],
  'POST /api/2.0/mlflow/model-versions/transition-stage': [
    'makers',
    'MLflow: refused; aliases took the place of stages',
  ],
  'POST /api/2.0/mlflow/model-versions/set-tag': ['makers', 'MLflow: tag a version'],
  'DELETE /api/2.0/mlflow/model-versions/delete-tag': ['makers', 'MLflow: untag a version'],
  'GET /api/2.0/mlflow-artifacts/artifacts': ['readers', 'MLflow: files in a folder'],
  'GET /api/2.0/mlflow-artifacts/artifacts/*': ['readers', 'MLflow: download a file'],
  'PUT /api/2.0/mlflow-artifacts/artifacts/*': ['makers', 'MLflow: upload a file'],
  'DELETE /api/2.0/mlflow-artifacts/artifacts/*': ['makers', 'MLflow: delete a file that no version uses'],
  'POST /api/2.0/mlflow-artifacts/mpu/create/*': ['makers', 'MLflow: declined, so that clients upload with PUT'],
} as const;

type MlflowRoute = keyof typeof MLFLOW_ROUTES;

/** One column of the table. */
export const mlflowColumn = <T>(
  of: (who: 'readers' | 'makers' | 'admins', what: string) => T,
): Record<MlflowRoute, T> =>
  Object.fromEntries(Object.entries(MLFLOW_ROUTES).map(([route, [who, what]]) => [route, of(who, what)])) as Record<
    MlflowRoute,
    T
  >;
