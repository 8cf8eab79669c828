import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconHourglassHigh,
  IconPlayerPauseFilled,
  IconRefresh,
  IconSquareRoundedXFilled,
  type Icon,
} from '@tabler/icons-react';
import type { Tone } from '../tokens/palette';
import { ToneWord } from './tone-word';

export type Status =
  'healthy' | 'watch' | 'failing' | 'acting' | 'not_enough_data' | 'no_data' | 'not_monitored' | 'paused';

interface StatusLook {
  readonly icon: Icon;
  readonly tone: Tone;
  readonly word: string;
}

/** One vocabulary for the whole product: icon, word and colour, never colour alone. */
export const STATUS_LOOKS: Readonly<Record<Status, StatusLook>> = {
  failing: { icon: IconSquareRoundedXFilled, tone: 'bad', word: 'Failing' },
  watch: { icon: IconAlertTriangleFilled, tone: 'watch', word: 'Watch' },
  paused: { icon: IconPlayerPauseFilled, tone: 'watch', word: 'Paused' },
  acting: { icon: IconRefresh, tone: 'acting', word: 'Acting' },
  healthy: { icon: IconCircleCheckFilled, tone: 'good', word: 'Healthy' },
  not_enough_data: { icon: IconHourglassHigh, tone: 'muted', word: 'Not enough data' },
  no_data: { icon: IconCircle, tone: 'muted', word: 'No data' },
  not_monitored: { icon: IconCircleDashed, tone: 'muted', word: 'Not monitored' },
};

/** In the order of urgency. */
export const STATUSES = Object.keys(STATUS_LOOKS) as Status[];

export function StatusWord({ status, reason }: { status: Status; reason?: string }) {
  const { icon, tone, word } = STATUS_LOOKS[status];
  return <ToneWord icon={icon} tone={tone} word={word} title={reason} />;
}
