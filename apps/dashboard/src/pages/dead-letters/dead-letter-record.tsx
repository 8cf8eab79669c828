import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deadLetterQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { originText, readablePayload } from './dead-letter-words';

/** All of one record, which may be personal: asked for only when somebody opens it. */
export function DeadLetterRecord({ id, onClose }: { id: string; onClose: () => void }) {
  const letter = useQuery(deadLetterQuery(id));
  return (
    <Modal opened onClose={onClose} size="lg" title={<strong>Dead letter {id}</strong>}>
      <Loaded query={letter} heightPx={240}>
        {(found) => (
          <div className="app-stack">
            <div className="app-wrap">{found.reason}</div>
            <div className="app-muted app-small app-wrap">
              {originText(found)}
              {found.key && `, key ${found.key}`}
            </div>
            {found.replayedAt && (
              <div className="app-small app-wrap">
                Sent again by {found.replayedBy}: {found.replayReason}
              </div>
            )}
            {Object.keys(found.headers).length > 0 && (
              <pre className="app-log" aria-label="Headers">
                {Object.entries(found.headers)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join('\n')}
              </pre>
            )}
            <pre className="app-log" aria-label="Payload" tabIndex={0}>
              {readablePayload(found.payload)}
            </pre>
          </div>
        )}
      </Loaded>
    </Modal>
  );
}
