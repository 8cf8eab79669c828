import { NotAllowedError, type Identity } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import type { InferCommand, InferRequest } from '@plumbline/serving-core';

const MAX_SUBJECT_LENGTH = 256;

function subjectOf({ subject }: InferRequest['parameters']): string | undefined {
  if (subject === undefined) return undefined;
  if (typeof subject === 'string' && subject !== '' && subject.length <= MAX_SUBJECT_LENGTH && !subject.includes('\0'))
    return subject;
  const detail = `parameters.subject must be text of 1 to ${MAX_SUBJECT_LENGTH} characters`;
  throw new PlumblineError('invalid', 'inference_request_invalid', detail);
}

/** Parameters of ours: `subject` (whom the rows are about), `record` (false: no event; engineer and admin only). */
export function inferCommand(
  { model, version, request, trace }: Pick<InferCommand, 'model' | 'version' | 'request' | 'trace'>,
  identity: Identity | undefined,
): InferCommand {
  const record = request.parameters['record'] !== false;
  if (!record && identity?.role !== 'engineer' && identity?.role !== 'admin')
    throw new NotAllowedError('Only admin and engineer may set parameters.record to false.');
  const subject = subjectOf(request.parameters);
  return {
    model,
    ...(version !== undefined && { version }),
    request,
    ...(subject !== undefined && { subject }),
    record,
    trace,
  };
}
