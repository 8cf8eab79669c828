import type { ReactNode } from 'react';

export interface PanelProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, aside, note, children }: PanelProps) {
  return (
    <section className="pl-panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside && <div className="pl-panel-aside">{aside}</div>}
      </header>
      {note && <p className="pl-note">{note}</p>}
      {children}
    </section>
  );
}
