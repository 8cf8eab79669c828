import { Panel, StateMessage, ToneNote } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { alertsQuery } from '../../api/queries';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { AlertFilters } from './alert-filters';
import { AlertsTable } from './alerts-table';
import { SilencesPanel } from './silences-panel';

function Nothing({ isFiltered, state }: { isFiltered: boolean; state: string }) {
  if (isFiltered) return <ToneNote tone="muted">No alert fits these filters.</ToneNote>;
  if (state === 'firing') return <ToneNote tone="good">Nothing fires.</ToneNote>;
  return (
    <StateMessage
      kind="empty"
      title={state === 'all' ? 'No alert yet' : `No alert is ${state}`}
      commands={['npx plumbline policy get MODEL alerting']}
    >
      Alerts come from checks of closed windows, by the rules of a model&apos;s policy. See the rules:
    </StateMessage>
  );
}

export function AlertsPage() {
  const { state = 'firing', severity, model } = useSearch({ from: '/shell/alerts' });
  const alerts = useInfiniteQuery(alertsQuery({ state: state === 'all' ? undefined : state, severity, model }));
  return (
    <>
      <PageTitle title="Alerts" />
      <AlertFilters />
      <Panel title="Alerts" note="An alert resolves itself when enough of its windows are good again.">
        <Loaded
          query={alerts}
          heightPx={300}
          empty={({ pages }) =>
            pages[0]?.items.length === 0 ? (
              <Nothing isFiltered={severity !== undefined || model !== undefined} state={state} />
            ) : null
          }
        >
          {({ pages }) => (
            <>
              <AlertsTable alerts={pages.flatMap(({ items }) => items)} />
              <LoadMore of={alerts} what="Load older alerts" />
            </>
          )}
        </Loaded>
      </Panel>
      <SilencesPanel />
    </>
  );
}
