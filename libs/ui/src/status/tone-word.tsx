import type { Icon } from '@tabler/icons-react';
import type { Tone } from '../tokens/palette';

export interface ToneWordProps {
  icon: Icon;
  tone: Tone;
  word: string;
  title?: string | undefined;
}

export function ToneWord({ icon: Glyph, tone, word, title }: ToneWordProps) {
  return (
    <span className={`pl-word pl-tone-${tone}`} title={title}>
      <Glyph size={15} aria-hidden stroke={2} />
      <span>{word}</span>
    </span>
  );
}
