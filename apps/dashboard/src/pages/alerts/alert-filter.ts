export const ALERT_SHOWN = ['firing', 'pending', 'resolved', 'all'] as const;
export const SEVERITIES = ['critical', 'warning', 'info'] as const;

const SPANS_MS = {
  '1': 3_600_000,
  '4': 14_400_000,
  '8': 28_800_000,
  '24': 86_400_000,
  '72': 259_200_000,
  '168': 604_800_000,
};
export type SilenceHours = keyof typeof SPANS_MS;

export const SILENCE_SPANS: readonly { value: SilenceHours; label: string }[] = [
  { value: '1', label: '1 hour' },
  { value: '4', label: '4 hours' },
  { value: '8', label: '8 hours' },
  { value: '24', label: '1 day' },
  { value: '72', label: '3 days' },
  { value: '168', label: '1 week' },
];

export const silenceEnd = (hours: SilenceHours, nowMs: number): string =>
  new Date(nowMs + SPANS_MS[hours]).toISOString();
