import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';

const WAIT_MS = 300;
const TYPES = ['model', 'version', 'alias', 'rollout', 'training_run', 'policy', 'alert', 'webhook', 'session'];

/** Kind and object stand in the URL; typing replaces the entry of the history instead of adding one a letter. */
export function AuditFilters() {
  const { type = '', id = '' } = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const set = (change: { type?: string | undefined; id?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  const setId = useDebouncedCallback((text: string) => set({ id: text || undefined }), WAIT_MS);
  const types = type && !TYPES.includes(type) ? [...TYPES, type] : TYPES;
  return (
    <>
      <label className="app-small">
        Kind{' '}
        <select
          className="app-select"
          value={type}
          onChange={(event) => set({ type: event.currentTarget.value || undefined })}
        >
          <option value="">all</option>
          {types.map((name) => (
            <option key={name} value={name}>
              {name.replace('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <TextInput
        size="xs"
        defaultValue={id}
        onChange={(event) => setId(event.currentTarget.value)}
        placeholder="model or object id"
        aria-label="Model or object id"
      />
    </>
  );
}
