import { Button } from '@mantine/core';
import type { VersionView } from '@plumbline/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { apiSend, segment } from '../../api/http';
import { policiesQuery, versionQuery } from '../../api/queries';
import { whyNot, type RegistryRoute } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ChangeDialog } from '../../shared/change-dialog';
import { moveText, protectionOf, type MoveAnswer } from '../../shared/move-answer';
import { ReasonDialog } from '../../shared/reason-dialog';

const COMMANDS = ['promote', 'archive', 'unarchive', 'delete'] as const;
type Command = (typeof COMMANDS)[number];

const VERSION = '/api/v1/models/:model/versions/:version';
const LABELS: Readonly<Record<Command, { label: string; route: RegistryRoute }>> = {
  promote: { label: 'Promote', route: 'POST /api/v1/models/:model/promote' },
  archive: { label: 'Archive', route: `POST ${VERSION}/archive` },
  unarchive: { label: 'Take out of the archive', route: `POST ${VERSION}/unarchive` },
  delete: { label: 'Delete', route: `DELETE ${VERSION}` },
};

function refusedByState(command: Command, { fate, archived }: VersionView): string | null {
  if (command === 'promote' && fate === 'champion') return 'It is the champion already.';
  if (command === 'promote' && archived) return 'It is archived: nothing can point to it.';
  return null;
}

interface DialogProps {
  readonly version: VersionView;
  readonly onClose: () => void;
}

function Promote({ version: { model, version }, onClose }: DialogProps) {
  const protection = protectionOf(useQuery(policiesQuery(model)).data, 'champion');
  const consequence: ReactNode = protection ? (
    <>
      The champion of {model} is protected: this asks for {protection.approvals} approval
      {protection.approvals === 1 ? '' : 's'} by other people with the role {protection.roles.join(' or ')}. With the
      last one, v{version} answers every request.
    </>
  ) : (
    <>
      v{version} becomes champion of {model} and answers every request from now on.
    </>
  );
  return (
    <ReasonDialog
      title={`Promote v${version} of ${model}`}
      consequence={consequence}
      confirm={protection ? 'Ask for approval' : 'Promote'}
      done={(answer) => moveText(answer as MoveAnswer)}
      send={(reason) => apiSend('POST', `/models/${segment(model)}/promote`, { version, reason })}
      onClose={onClose}
    />
  );
}

function Archive({ version: { model, version, archived }, onClose }: DialogProps) {
  const step = archived ? 'unarchive' : 'archive';
  return (
    <ReasonDialog
      title={`${LABELS[step].label}: v${version} of ${model}`}
      consequence={
        archived
          ? 'Aliases and rollouts can point to it again.'
          : 'Nothing can point to it any more; its files, figures and history stay readable. Requests for its approval become void.'
      }
      confirm={LABELS[step].label}
      destructive={!archived}
      done={archived ? `v${version} is out of the archive.` : `v${version} is archived.`}
      send={(reason) => apiSend('POST', `/models/${segment(model)}/versions/${version}/${step}`, { reason })}
      onClose={onClose}
    />
  );
}

function Delete({ version: { model, version }, onClose }: DialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <ChangeDialog
      title={`Delete v${version} of ${model}`}
      consequence="It is gone for good, and its number is not given again. Only a version that nothing points to, and nothing ever did, can be deleted; the audit log keeps that it was there."
      confirm="Delete"
      destructive
      done={`v${version} is deleted.`}
      send={() => apiSend('DELETE', `/models/${segment(model)}/versions/${version}`)}
      onDone={async () => {
        await navigate({ to: '/models/$model/versions', params: { model } });
        client.removeQueries({ queryKey: versionQuery(model, version).queryKey });
      }}
      onClose={onClose}
    />
  );
}

const DIALOGS = { promote: Promote, archive: Archive, unarchive: Archive, delete: Delete } as const;

/** What is not possible stays visible and says why. */
export function VersionActions({ version }: { version: VersionView }) {
  const session = useSession();
  const [asked, setAsked] = useState<Command | null>(null);
  const shown = COMMANDS.filter((command) => command !== (version.archived ? 'archive' : 'unarchive')).map(
    (command) => ({
      command,
      refusal: whyNot(session?.role, LABELS[command].route) ?? refusedByState(command, version),
    }),
  );
  const refusals = [...new Set(shown.flatMap(({ refusal }) => refusal ?? []))];
  const Dialog = asked && DIALOGS[asked];
  return (
    <div>
      <div className="app-actions">
        {shown.map(({ command, refusal }) => (
          <Button
            key={command}
            size="sm"
            variant={command === 'promote' ? 'filled' : 'default'}
            disabled={refusal !== null}
            title={refusal ?? undefined}
            onClick={() => setAsked(command)}
          >
            {LABELS[command].label}
          </Button>
        ))}
      </div>
      {refusals.map((text) => (
        <p key={text} className="app-muted app-small app-under">
          {text}
        </p>
      ))}
      {Dialog && <Dialog version={version} onClose={() => setAsked(null)} />}
    </div>
  );
}
