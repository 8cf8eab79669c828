import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

export interface PageTitleProps {
  title: string;
  /** Of the browser's tab, when the heading alone would not tell. */
  documentTitle?: string;
  beside?: ReactNode;
  actions?: ReactNode;
}

export function PageTitle({ title, documentTitle, beside, actions }: PageTitleProps) {
  useDocumentTitle(`${documentTitle ?? title} · Plumbline`);
  return (
    <div className="app-title">
      <h1>{title}</h1>
      {beside}
      {actions && <div className="app-actions">{actions}</div>}
    </div>
  );
}
