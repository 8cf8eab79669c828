import { Button } from '@mantine/core';
import { Panel } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { auditQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { AuditFilters } from './audit-filters';
import { AuditTable } from './audit-table';
import { Checkpoint } from './checkpoint';

export function AuditPage() {
  const { type, id, actor } = useSearch({ from: '/shell/audit' });
  const entries = useInfiniteQuery(auditQuery({ resourceType: type, resourceId: id }));
  return (
    <>
      <PageTitle title="Audit" />
      <Checkpoint />
      <Panel title="Entries" aside={<AuditFilters key={`${type} ${id}`} />}>
        <Loaded query={entries} heightPx={420}>
          {({ pages }) => {
            const all = pages.flatMap(({ items }) => items);
            const rows = actor ? all.filter((entry) => entry.actor === actor) : all;
            return (
              <div className="app-stack">
                <AuditTable entries={rows} />
                {entries.hasNextPage && (
                  <div>
                    <Button
                      variant="default"
                      size="sm"
                      loading={entries.isFetchingNextPage}
                      onClick={() => void entries.fetchNextPage()}
                    >
                      Load older
                    </Button>
                  </div>
                )}
              </div>
            );
          }}
        </Loaded>
      </Panel>
    </>
  );
}
