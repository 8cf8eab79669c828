import {
  IconAlertOctagon,
  IconCircleDashed,
  IconHourglassHigh,
  IconInbox,
  IconLock,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyCommand } from './copy-command';

/** They look and read differently, because what to do next differs. */
export type StateKind = 'empty' | 'error' | 'no_permission' | 'not_enough_data' | 'not_monitored';

const ICONS: Readonly<Record<StateKind, Icon>> = {
  empty: IconInbox,
  error: IconAlertOctagon,
  no_permission: IconLock,
  not_enough_data: IconHourglassHigh,
  not_monitored: IconCircleDashed,
};

export interface StateMessageProps {
  kind: StateKind;
  title: string;
  children?: ReactNode;
  /** What to run next; copied by a click. */
  commands?: readonly string[];
}

export function StateMessage({ kind, title, children, commands = [] }: StateMessageProps) {
  const Glyph = ICONS[kind];
  return (
    <div className={`pl-state pl-state-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <Glyph size={26} aria-hidden stroke={1.5} />
      <div>
        <p className="pl-state-title">{title}</p>
        {children && <div className="pl-state-text">{children}</div>}
        {commands.map((command) => (
          <CopyCommand key={command} command={command} />
        ))}
      </div>
    </div>
  );
}
