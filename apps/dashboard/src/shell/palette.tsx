import { Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { modelsQuery } from '../api/queries';
import { findEntries, type PaletteEntry } from './palette-entries';

function Entries({
  entries,
  active,
  open,
}: {
  entries: PaletteEntry[];
  active: number;
  open: (e: PaletteEntry) => void;
}) {
  return (
    <ul role="listbox" id="palette-entries" aria-label="Results">
      {entries.map((entry, i) => (
        <li key={entry.to} id={`palette-${i}`} role="option" aria-selected={i === active} onClick={() => open(entry)}>
          {entry.label}
          <span className="app-muted">{entry.hint}</span>
        </li>
      ))}
      {entries.length === 0 && <li className="app-muted">Nothing has this name.</li>}
    </ul>
  );
}

export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const navigate = useNavigate();
  const { data: models = [] } = useQuery(modelsQuery());
  const entries = findEntries(models, text);
  const open = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    void navigate({ to: entry.to });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((at) => Math.min(at + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(at - 1, 0));
    else if (event.key === 'Enter') open(entries[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} aria-label="Go to" size="lg" yOffset="12vh">
      <div className="app-palette">
        <TextInput
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={keys}
          placeholder="Model, tab or page"
          aria-label="Model, tab or page"
          role="combobox"
          aria-expanded
          aria-controls="palette-entries"
          aria-activedescendant={`palette-${active}`}
          data-autofocus
        />
        <Entries entries={entries} active={active} open={open} />
      </div>
    </Modal>
  );
}
