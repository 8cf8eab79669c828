import { problemOf } from '@plumbline/platform';

/** The protocol knows 400 for whatever is wrong with the input. */
export const statusOf = (error: unknown): number => {
  const { status } = problemOf(error);
  return status === 422 || status === 415 ? 400 : status;
};

/** A gRPC status is sent in a trailer, of which clients take 8 KiB and less. */
const MAX_MESSAGE_LENGTH = 1_000;

/** One sentence, with what is wrong with each field. Whole characters: half a surrogate pair can not be sent. */
export function messageOf(error: unknown): string {
  const { detail, errors = [] } = problemOf(error);
  const fields = errors.map(({ pointer, detail: why }) => `${pointer} ${why}`);
  const message = [detail, ...fields].join('; ').slice(0, MAX_MESSAGE_LENGTH);
  return Buffer.from(message).toString();
}
