import { problemOf } from '@plumbline/platform';

/** The protocol knows 400 for whatever is wrong with the input. */
export const statusOf = (error: unknown): number => {
  const { status } = problemOf(error);
  return status === 422 || status === 415 ? 400 : status;
};

/** One sentence, with what is wrong with each field. */
export function messageOf(error: unknown): string {
  const { detail, errors = [] } = problemOf(error);
  const fields = errors.map(({ pointer, detail: why }) => `${pointer} ${why}`);
  return [detail, ...fields].join('; ');
}
