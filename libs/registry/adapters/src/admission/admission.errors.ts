import { invalidVersion, type VersionInvalidError } from '@plumbline/registry-core';
import { PlumblineError } from '@plumbline/problem';

/** The room itself does not start or does not keep to its protocol: not the upload's fault. */
export class AdmissionUnavailableError extends PlumblineError {
  constructor(reason: string, cause?: unknown) {
    super('unavailable', 'admission_unavailable', `The admission process can not work: ${reason}. Try again later.`, {
      cause,
    });
  }
}

/** Why a room's process is no more. */
export type RoomEnd =
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'memory'; readonly memoryBytes: number }
  | { readonly kind: 'crash'; readonly how: string }
  | { readonly kind: 'closed' };

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

export function endError(end: RoomEnd): VersionInvalidError | AdmissionUnavailableError {
  switch (end.kind) {
    case 'timeout':
      return invalidVersion(
        'admission_timeout',
        '/artifact',
        `the model was not loaded and tried within ${end.timeoutMs / 1000} s. A Loop without end or a very large graph does that: export a simpler graph, or raise the time limit of the admission process`,
      );
    case 'memory':
      return invalidVersion(
        'admission_memory',
        '/artifact',
        `loading or trying the model needs more than the ${mebibytes(end.memoryBytes)} that an admission process may use. Export a smaller model, or raise the memory limit of the admission process`,
      );
    case 'crash':
      return invalidVersion(
        'admission_crashed',
        '/artifact',
        `the ONNX runtime crashed on the model (${end.how}). The file is damaged or uses an operator wrongly: export it again and try it with onnxruntime in Python first`,
      );
    case 'closed':
      return new AdmissionUnavailableError('the room was closed already');
  }
}
