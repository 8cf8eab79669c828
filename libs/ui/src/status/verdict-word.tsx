import {
  IconAlertTriangleFilled,
  IconArchive,
  IconArrowBackUp,
  IconBan,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconCrown,
  IconEyeOff,
  IconHistory,
  IconHourglassHigh,
  IconInfoCircle,
  IconPlayerPauseFilled,
  IconRefresh,
  IconSquareRoundedXFilled,
  IconTag,
  IconTargetArrow,
  type Icon,
} from '@tabler/icons-react';
import type { Tone } from '../tokens/palette';
import { ToneWord } from './tone-word';

type Look = readonly [icon: Icon, tone: Tone, word: string];

const LOOKS = {
  better: [IconCircleCheckFilled, 'good', 'Better'],
  not_worse: [IconCircleCheckFilled, 'good', 'Not worse'],
  worse: [IconSquareRoundedXFilled, 'bad', 'Worse'],
  not_enough_evidence: [IconHourglassHigh, 'muted', 'Not enough evidence'],
  drift: [IconAlertTriangleFilled, 'watch', 'Drift'],
  no_drift: [IconCircleCheckFilled, 'good', 'No drift'],
  PASS: [IconCircleCheckFilled, 'good', 'Pass'],
  FAIL: [IconSquareRoundedXFilled, 'bad', 'Fail'],
  INSUFFICIENT_DATA: [IconHourglassHigh, 'muted', 'Insufficient data'],
  WAIVED: [IconCircleMinus, 'watch', 'Waived'],
  violated: [IconAlertTriangleFilled, 'bad', 'Below the limit'],
  within: [IconCircleCheckFilled, 'good', 'Within'],
  reference: [IconTargetArrow, 'muted', 'Reference'],
  suppressed: [IconEyeOff, 'muted', 'Suppressed'],
  ok: [IconCircleCheckFilled, 'good', 'OK'],
  champion: [IconCrown, 'good', 'Champion'],
  was_champion: [IconHistory, 'muted', 'Was champion'],
  candidate: [IconRefresh, 'acting', 'Candidate'],
  rolled_back: [IconArrowBackUp, 'bad', 'Rolled back'],
  superseded: [IconBan, 'muted', 'Superseded'],
  registered: [IconTag, 'muted', 'Registered'],
  running: [IconRefresh, 'acting', 'Running'],
  paused: [IconPlayerPauseFilled, 'watch', 'Paused'],
  promoting: [IconRefresh, 'acting', 'Promoting'],
  promoted: [IconCircleCheckFilled, 'good', 'Promoted'],
  aborted: [IconBan, 'muted', 'Aborted'],
  queued: [IconHourglassHigh, 'muted', 'Queued'],
  rejected: [IconSquareRoundedXFilled, 'watch', 'Rejected by a gate'],
  failed: [IconSquareRoundedXFilled, 'bad', 'Failed'],
  cancelled: [IconBan, 'muted', 'Cancelled'],
  info: [IconInfoCircle, 'muted', 'Info'],
  warning: [IconAlertTriangleFilled, 'watch', 'Warning'],
  critical: [IconSquareRoundedXFilled, 'bad', 'Critical'],
  resolved: [IconCircleCheckFilled, 'good', 'Resolved'],
  firing: [IconAlertTriangleFilled, 'bad', 'Firing'],
  pending: [IconHourglassHigh, 'watch', 'Pending'],
  waiting: [IconHourglassHigh, 'acting', 'Waiting'],
  delivered: [IconCircleCheckFilled, 'good', 'Delivered'],
  dead: [IconSquareRoundedXFilled, 'bad', 'Given up'],
  open: [IconHourglassHigh, 'acting', 'Open'],
  approved: [IconCircleCheckFilled, 'good', 'Approved'],
  applied: [IconCircleCheckFilled, 'good', 'Applied'],
  refused: [IconSquareRoundedXFilled, 'bad', 'Rejected'],
  withdrawn: [IconArrowBackUp, 'muted', 'Withdrawn'],
  void: [IconBan, 'watch', 'Void'],
  archived: [IconArchive, 'muted', 'Archived'],
  live: [IconCircleCheckFilled, 'good', 'Live'],
  expired: [IconHourglassHigh, 'muted', 'Expired'],
  revoked: [IconBan, 'muted', 'Revoked'],
  active: [IconCircleCheckFilled, 'good', 'Active'],
  disabled: [IconBan, 'bad', 'Disabled'],
} as const satisfies Record<string, Look>;

export type Verdict = keyof typeof LOOKS;

const isVerdict = (value: string): value is Verdict => Object.hasOwn(LOOKS, value);

/** Word of a verdict for plain sentences. */
export const verdictWord = (verdict: string): string =>
  isVerdict(verdict) ? LOOKS[verdict][2] : verdict.replaceAll('_', ' ');

export const verdictTone = (verdict: string): Tone => (isVerdict(verdict) ? LOOKS[verdict][1] : 'muted');

/** @param word replaces the usual word where the context has a better one */
export function VerdictWord({ verdict, word, title }: { verdict: string; word?: string; title?: string }) {
  const [icon, tone, usual]: Look = isVerdict(verdict)
    ? LOOKS[verdict]
    : [IconInfoCircle, 'muted', verdictWord(verdict)];
  return <ToneWord icon={icon} tone={tone} word={word ?? usual} title={title} />;
}
