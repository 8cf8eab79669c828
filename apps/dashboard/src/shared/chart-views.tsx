import { ChartViewContext } from '@plumbline/ui';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';

/** Keeps in the URL which charts are shown as tables. */
export function ChartViewsInUrl({ children }: { children: ReactNode }) {
  const { tables = '' } = useSearch({ from: '__root__' });
  const navigate = useNavigate();
  const views = useMemo(() => {
    const ids = tables.split(',').filter(Boolean);
    const toggle = (id: string) => {
      const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
      void navigate({
        to: '.',
        search: (previous) => ({ ...previous, tables: next.join(',') || undefined }),
        replace: true,
        resetScroll: false,
      });
    };
    return { isTable: (id: string) => ids.includes(id), toggle };
  }, [tables, navigate]);
  return <ChartViewContext value={views}>{children}</ChartViewContext>;
}
