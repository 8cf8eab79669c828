import { formatAbsolute, formatRelative } from '../format/format-time';
import { useNow } from './use-now';

/** The age in words, the moment itself in the title. */
export function RelativeTime({ iso }: { iso: string }) {
  const now = useNow();
  return (
    <time dateTime={iso} title={formatAbsolute(iso)} className="pl-time">
      {formatRelative(Date.parse(iso), now)}
    </time>
  );
}
