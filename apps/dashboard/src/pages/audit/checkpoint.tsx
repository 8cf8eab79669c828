import { CopyCommand, formatInteger, Panel, RelativeTime, StateMessage } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error';
import { checkpointQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';

/** What the log has signed last: whoever keeps it can tell later whether the past was changed. */
export function Checkpoint() {
  const checkpoint = useQuery(checkpointQuery());
  if (checkpoint.error instanceof ApiError && checkpoint.error.status === 404)
    return (
      <StateMessage kind="not_enough_data" title="No checkpoint yet">
        The log signs one soon after the first entries.
      </StateMessage>
    );
  return (
    <Panel title="Latest signed checkpoint">
      <Loaded query={checkpoint} heightPx={80}>
        {({ size, root, createdAt }) => (
          <div className="app-stack" style={{ gap: 6 }}>
            <p>
              <strong>{formatInteger(size)}</strong> entries, signed <RelativeTime iso={createdAt} />, root{' '}
              <code className="app-wrap">{root}</code>
            </p>
            <CopyCommand command="npx plumbline audit verify" />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
