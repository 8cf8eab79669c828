import { Panel, StateMessage, ToneNote } from '@plumbline/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { approvalsQuery, openApprovalsQuery } from '../../api/queries';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { ApprovalItem } from './approval-item';
import { openFirst } from './approval-words';

function Open() {
  const open = useQuery(openApprovalsQuery());
  return (
    <Panel
      title="Open requests"
      note="A request holds for exactly these files, this gate report and this card; when one changes, it is void."
    >
      <Loaded query={open} heightPx={180}>
        {(approvals) =>
          approvals.length === 0 ? (
            <ToneNote tone="good">Nothing waits for an approval.</ToneNote>
          ) : (
            <ul className="app-list">
              {openFirst(approvals).map((approval) => (
                <ApprovalItem key={approval.id} approval={approval} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function All() {
  const all = useInfiniteQuery(approvalsQuery());
  return (
    <Panel title="All requests">
      <Loaded query={all} heightPx={180}>
        {({ pages }) => {
          const approvals = pages.flatMap(({ items }) => items);
          if (approvals.length === 0)
            return (
              <StateMessage
                kind="empty"
                title="Nobody has asked for an approval yet"
                commands={[
                  `echo '{"protected":[{"alias":"champion","approvals":2}]}' > aliases.json`,
                  'npx plumbline policy set MODEL aliases aliases.json',
                ]}
              >
                Requests come from aliases that a model&apos;s policy protects. Protect one:
              </StateMessage>
            );
          return (
            <>
              <ul className="app-list">
                {openFirst(approvals).map((approval) => (
                  <ApprovalItem key={approval.id} approval={approval} />
                ))}
              </ul>
              <LoadMore of={all} what="Load older requests" />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

export function ApprovalsPage() {
  const { state = 'open' } = useSearch({ from: '/shell/approvals' });
  const { data: open } = useQuery(openApprovalsQuery());
  return (
    <>
      <PageTitle title="Approvals" />
      <div className="app-filters" role="group" aria-label="Requests by state">
        <Link to="/approvals" search={{}} activeOptions={{ exact: true }} replace>
          <strong>{open?.length ?? 0}</strong> Open
        </Link>
        <Link to="/approvals" search={{ state: 'all' }} activeOptions={{ exact: true }} replace>
          All
        </Link>
      </div>
      {state === 'all' ? <All /> : <Open />}
    </>
  );
}
