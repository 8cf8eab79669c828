import type { AliasChangeView } from '@plumbline/contracts';

const SAME_MS = 1_000;

/** The two times of a change differ: it was in effect earlier than it was written down. */
export const isRecordedLater = ({ changedAt, effectiveAt }: AliasChangeView): boolean =>
  Math.abs(Date.parse(changedAt) - Date.parse(effectiveAt)) >= SAME_MS;

/** What the change did, after the version's name. */
export function changeWords({ action, version, previousVersion, evidence }: AliasChangeView): string {
  const before = previousVersion === null ? '' : ` after v${previousVersion}`;
  if (version === null) return `taken away${before}`;
  if (action === 'correct') {
    const { believedVersion = previousVersion } = evidence;
    return `corrected: written down before as ${believedVersion === null ? 'none' : `v${believedVersion}`}`;
  }
  const words = { promote: 'promoted', rollback: 'given back', set: 'set', remove: 'taken away' } as const;
  return `${words[action]}${before}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as a date-time field holds it, in local time. */
export function toField(iso: string | undefined): string {
  if (iso === undefined) return '';
  const at = new Date(iso);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment of a date-time field, in UTC: the address must mean the same in every time zone. */
export function fromField(text: string): string | undefined {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
