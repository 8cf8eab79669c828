import { IconPlayerPause, IconPlugConnectedX, IconPointFilled } from '@tabler/icons-react';
import { useNow } from '@plumbline/ui';
import { useLive, useLiveStream } from '../live/live-context';

const STALE_AFTER_MS = 10_000;

const age = (fromMs: number, nowMs: number) => {
  const seconds = Math.max(0, Math.round((nowMs - fromMs) / 1_000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
};

/** Says how fresh the page is; a click pauses and resumes. */
export function LiveChip() {
  const stream = useLiveStream();
  const { state, lastMessageMs } = useLive();
  const now = useNow();
  const paused = state === 'paused';
  const toggle = () => (paused ? stream?.open() : stream?.pause());
  return (
    <button
      type="button"
      className="app-chip"
      onClick={toggle}
      aria-pressed={paused}
      title={
        paused ? 'Updates are paused. Click to resume.' : 'Live updates; the age of the latest event. Click to pause.'
      }
    >
      {state === 'live' && <IconPointFilled size={14} aria-hidden className="pl-tone-good" />}
      {paused && <IconPlayerPause size={14} aria-hidden className="pl-tone-watch" />}
      {(state === 'reconnecting' || state === 'connecting') && (
        <IconPlugConnectedX size={14} aria-hidden className="pl-tone-watch" />
      )}
      {state === 'live' && `live ${lastMessageMs === null ? '' : age(lastMessageMs, now)}`}
      {paused && 'paused'}
      {state === 'reconnecting' && 'reconnecting'}
      {state === 'connecting' && 'connecting'}
    </button>
  );
}

/** After ten seconds without a connection what is shown may be old. */
export function StaleBanner() {
  const { state, sinceMs } = useLive();
  const now = useNow();
  if (state === 'live' || sinceMs === 0 || now - sinceMs < STALE_AFTER_MS) return null;
  const cause = state === 'paused' ? 'You paused the updates' : 'The live connection is gone';
  return (
    <div className="app-banner" role="status">
      {cause} {age(sinceMs, now)} ago: figures may be out of date.
      {state !== 'paused' && ' Trying to connect again.'}
    </div>
  );
}
