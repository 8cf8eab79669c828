import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { signOut } from '../session/session';
import { useSession } from '../session/use-session';
import { LiveChip } from './live-chip';

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="md"
      onClick={() => setColorScheme(next)}
      aria-label={`Use ${next} colours`}
    >
      {scheme === 'dark' ? <IconSun size={17} /> : <IconMoon size={17} />}
    </ActionIcon>
  );
}

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate({ to: '/login' });
  };
  return (
    <header className="app-top">
      <button type="button" className="app-search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={15} aria-hidden />
        Find a model or page
        <kbd>Ctrl K</kbd>
      </button>
      <LiveChip />
      <SchemeButton />
      {session && (
        <span className="app-who" title={`${session.name} (${session.role})`}>
          {session.name} ({session.role})
        </span>
      )}
      <Button size="compact-sm" variant="default" onClick={() => void leave()}>
        Sign out
      </Button>
    </header>
  );
}
