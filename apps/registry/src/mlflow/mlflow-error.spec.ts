import { toProblem } from '@plumbline/contracts';
import { PlumblineError } from '@plumbline/problem';
import { isMlflowAddress, toMlflowError } from './mlflow-error';

const errorOf = (error: unknown) => {
  const { status, body } = toMlflowError(toProblem(error));
  return [status, body.error_code];
};

describe('an error for an MLflow client', () => {
  it.each([
    ['mlflow_exists', 'conflict', 400, 'RESOURCE_ALREADY_EXISTS'],
    ['mlflow_parameter_invalid', 'invalid', 400, 'INVALID_PARAMETER_VALUE'],
    ['model_not_found', 'not_found', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['route_not_found', 'not_found', 404, 'ENDPOINT_NOT_FOUND'],
    ['revision_stale', 'conflict', 409, 'RESOURCE_CONFLICT'],
    ['role_forbidden', 'forbidden', 403, 'PERMISSION_DENIED'],
    ['alias_protected', 'conflict', 403, 'PERMISSION_DENIED'],
    ['token_missing', 'unauthenticated', 401, 'UNAUTHENTICATED'],
    ['body_too_large', 'too_large', 413, 'INVALID_PARAMETER_VALUE'],
    ['artifact_corrupt', 'internal', 409, 'DATA_LOSS'],
    ['not_ready', 'unavailable', 503, 'TEMPORARILY_UNAVAILABLE'],
  ] as const)('%s is %s: %i %s', (code, kind, status, errorCode) => {
    expect(errorOf(new PlumblineError(kind, code, 'why'))).toEqual([status, errorCode]);
  });

  it('tells nothing of our inside', () => {
    expect(toMlflowError(toProblem(new TypeError('secret')))).toEqual({
      status: 500,
      body: { error_code: 'INTERNAL_ERROR', message: expect.not.stringContaining('secret') },
    });
  });

  it.each([
    ['/api/2.0/mlflow/runs/get?run_id=1', true],
    ['/api/2.0/mlflow-artifacts/artifacts/1/a', true],
    ['/api/3.0/mlflow/server-info', true],
    ['/api/2.0/mlflows', false],
    ['/api/v1/models', false],
  ])('%s is MLflow: %s', (url, expected) => {
    expect(isMlflowAddress(url)).toBe(expected);
  });
});
