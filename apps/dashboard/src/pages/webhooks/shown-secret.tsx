import { Button, Group, Stack } from '@mantine/core';
import { CopyCommand, ToneNote } from '@plumbline/ui';

export function ShownSecret({ secret, note, onClose }: { secret: string; note: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <ToneNote tone="watch">Copy it now: it is shown this once, and nobody can show it again.</ToneNote>
      <CopyCommand command={secret} label="Copy the secret" />
      <p className="app-muted app-small">{note}</p>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  );
}
