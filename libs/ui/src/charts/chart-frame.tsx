import { IconChartLine, IconTable } from '@tabler/icons-react';
import { Suspense, use, type ReactNode } from 'react';
import { ChartViewContext } from './chart-view';

export interface ChartFrameProps {
  /** Stands in the URL. */
  id: string;
  title: string;
  /** What the chart says, in one sentence. */
  summary: string;
  heightPx: number;
  chart: ReactNode;
  table: ReactNode;
}

/** Every chart has a heading, a sentence and a table; the place is kept while the chart's code loads. */
export function ChartFrame({ id, title, summary, heightPx, chart, table }: ChartFrameProps) {
  const views = use(ChartViewContext);
  const asTable = views.isTable(id);
  return (
    <figure className="pl-chart" aria-labelledby={`chart-${id}`}>
      <header>
        <h3 id={`chart-${id}`}>{title}</h3>
        <button type="button" className="pl-toggle" aria-pressed={asTable} onClick={() => views.toggle(id)}>
          {asTable ? <IconChartLine size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
          {asTable ? 'Chart' : 'Table'}
        </button>
      </header>
      <figcaption>{summary}</figcaption>
      {asTable ? (
        table
      ) : (
        <div style={{ height: heightPx }}>
          <Suspense fallback={<div className="pl-skeleton" style={{ height: heightPx }} />}>{chart}</Suspense>
        </div>
      )}
    </figure>
  );
}
