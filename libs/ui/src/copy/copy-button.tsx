import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from './copy-text';

const SHOWN_MS = 2_000;
const WORDS = { ready: 'Copy', copied: 'Copied', refused: 'Select it and copy by hand' } as const;
const ICONS = { ready: IconCopy, copied: IconCheck, refused: IconX } as const;

export interface CopyButtonProps {
  text: string;
  /** Said in full: what is copied. */
  label: string;
  /** Only the icon is shown. */
  small?: boolean;
}

export function CopyButton({ text, label, small = false }: CopyButtonProps) {
  const [state, setState] = useState<keyof typeof WORDS>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => setState((await copyText(text)) ? 'copied' : 'refused');
  const Glyph = ICONS[state];
  return (
    <button
      type="button"
      className={small ? 'pl-copy pl-copy-small' : 'pl-copy'}
      onClick={() => void copy()}
      aria-label={label}
      title={state === 'ready' ? label : WORDS[state]}
    >
      <Glyph size={small ? 14 : 15} aria-hidden />
      {!small && WORDS[state]}
      <span className="pl-hidden" role="status">
        {state === 'ready' ? '' : WORDS[state]}
      </span>
    </button>
  );
}
