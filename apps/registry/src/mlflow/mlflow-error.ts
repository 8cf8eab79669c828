import type { Problem } from '@plumbline/contracts';

export interface MlflowError {
  readonly status: number;
  readonly body: { readonly error_code: string; readonly message: string };
}

/** By our stable code, where the kind of the error does not say enough. */
const BY_CODE: Readonly<Record<string, readonly [status: number, errorCode: string]>> = {
  route_not_found: [404, 'ENDPOINT_NOT_FOUND'],
  mlflow_exists: [400, 'RESOURCE_ALREADY_EXISTS'],
  approval_required: [403, 'PERMISSION_DENIED'],
  alias_protected: [403, 'PERMISSION_DENIED'],
  champion_serves: [400, 'INVALID_PARAMETER_VALUE'],
  // Clients repeat 500 for minutes, and damage does not mend itself.
  artifact_corrupt: [409, 'DATA_LOSS'],
  multipart_not_supported: [501, 'NOT_IMPLEMENTED'],
};

const BY_STATUS: Readonly<Record<number, readonly [status: number, errorCode: string]>> = {
  400: [400, 'BAD_REQUEST'],
  401: [401, 'UNAUTHENTICATED'],
  403: [403, 'PERMISSION_DENIED'],
  404: [404, 'RESOURCE_DOES_NOT_EXIST'],
  409: [409, 'RESOURCE_CONFLICT'],
  413: [413, 'INVALID_PARAMETER_VALUE'],
  415: [400, 'BAD_REQUEST'],
  422: [400, 'INVALID_PARAMETER_VALUE'],
  429: [429, 'REQUEST_LIMIT_EXCEEDED'],
  503: [503, 'TEMPORARILY_UNAVAILABLE'],
};

/** One of our problems as MLflow's clients read errors. */
export function toMlflowError({ status, code, detail }: Problem): MlflowError {
  const [answered, errorCode] = BY_CODE[code] ?? BY_STATUS[status] ?? [500, 'INTERNAL_ERROR'];
  return { status: answered, body: { error_code: errorCode, message: detail } };
}

/** Also what there is nothing of: MLflow 3 asks under /api/3.0 what a server can do. */
export const isMlflowAddress = (url: string): boolean => /^\/api\/[23]\.0\/mlflow(-artifacts)?([/?]|$)/.test(url);
