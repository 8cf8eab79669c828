import { verdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { firingAlertsQuery, modelsQuery } from '../../api/queries';
import { ALERT_SHOWN, SEVERITIES } from './alert-filter';

function Choice(props: {
  label: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}) {
  const { label, value, options, onChange } = props;
  const all = value && !options.includes(value) ? [...options, value] : options;
  return (
    <label className="app-small">
      {label}{' '}
      <select className="app-select" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">all</option>
        {all.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** State, severity and model stand in the URL. */
export function AlertFilters() {
  const { severity = '', model = '' } = useSearch({ from: '/shell/alerts' });
  const { data: firing } = useQuery(firingAlertsQuery());
  const { data: models = [] } = useQuery(modelsQuery());
  const navigate = useNavigate({ from: '/alerts' });
  const set = (change: { severity?: string | undefined; model?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  return (
    <>
      <div className="app-filters" role="group" aria-label="Alerts by state">
        {ALERT_SHOWN.map((state) => (
          <Link
            key={state}
            to="/alerts"
            search={(previous) => ({ ...previous, state: state === 'firing' ? undefined : state })}
            activeOptions={{ exact: true }}
            replace
          >
            {state === 'firing' && <strong>{firing?.length ?? 0} </strong>}
            {state === 'all' ? 'All' : verdictWord(state)}
          </Link>
        ))}
      </div>
      <div className="app-filters">
        <Choice
          label="Severity"
          value={severity}
          options={SEVERITIES}
          onChange={(value) => set({ severity: value || undefined })}
        />
        <Choice
          label="Model"
          value={model}
          options={models.map(({ name }) => name)}
          onChange={(value) => set({ model: value || undefined })}
        />
      </div>
    </>
  );
}
