import { CopyButton } from '../copy/copy-button';

export function CopyCommand({ command, label }: { command: string; label?: string }) {
  return (
    <div className="pl-command">
      <code>{command}</code>
      <CopyButton text={command} label={label ?? `Copy: ${command}`} />
    </div>
  );
}
