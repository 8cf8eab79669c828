import { IconAlertTriangleFilled, IconCircleCheckFilled, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from '../tokens/palette';

/** A sentence with its weight as an icon. */
export function ToneNote({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Glyph =
    tone === 'good'
      ? IconCircleCheckFilled
      : tone === 'muted' || tone === 'acting'
        ? IconInfoCircle
        : IconAlertTriangleFilled;
  return (
    <p className="pl-tone-note">
      <Glyph size={16} aria-hidden className={`pl-tone-${tone}`} />
      <span>{children}</span>
    </p>
  );
}
