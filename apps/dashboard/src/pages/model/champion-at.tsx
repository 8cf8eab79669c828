import { Button, TextInput } from '@mantine/core';
import type { AliasChangeView } from '@plumbline/contracts';
import { formatAbsolute } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { championAtQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { Person } from '../../shared/person';
import { fromField, toField } from './history-words';

function Then({ name, change }: { name: string; change: AliasChangeView | undefined }) {
  if (!change || change.version === null) return <p>No version was champion then.</p>;
  const { version, effectiveAt, actor, reason } = change;
  return (
    <div>
      <p>
        <Link to="/models/$model/versions/$version" params={{ model: name, version: String(version) }}>
          <strong>v{version}</strong>
        </Link>{' '}
        was champion then.
      </p>
      <p className="app-muted app-small app-wrap">
        Since {formatAbsolute(effectiveAt)}, by <Person who={actor} />: {reason}
      </p>
    </div>
  );
}

function Answer({ name, at }: { name: string; at: string }) {
  const found = useQuery(championAtQuery(name, at));
  return (
    <div className="app-answer" role="status">
      <Loaded query={found} heightPx={44}>
        {([change]) => <Then name={name} change={change} />}
      </Loaded>
    </div>
  );
}

/** What was champion then, as far as it is known now; the moment is kept in the address. */
export function ChampionAt({ name }: { name: string }) {
  const { at } = useSearch({ from: '/shell/models/$model/' });
  const navigate = useNavigate();
  const choose = (moment: string | undefined) =>
    void navigate({
      to: '.',
      search: ({ at: _, ...rest }: Record<string, string | undefined>) => (moment ? { ...rest, at: moment } : rest),
      replace: true,
      resetScroll: false,
    });
  return (
    <div className="app-ask">
      <div className="app-line">
        <TextInput
          type="datetime-local"
          size="xs"
          label="What was champion at"
          value={toField(at)}
          onChange={(event) => choose(fromField(event.currentTarget.value))}
        />
        {at && (
          <Button size="compact-xs" variant="default" className="app-clear" onClick={() => choose(undefined)}>
            Clear
          </Button>
        )}
      </div>
      {at && <Answer name={name} at={at} />}
    </div>
  );
}
