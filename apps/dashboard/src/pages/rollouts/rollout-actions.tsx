import { Button } from '@mantine/core';
import type { RolloutView } from '@plumbline/contracts';
import { useState, type ReactNode } from 'react';
import { apiSend, segment } from '../../api/http';
import { whyNot, type RegistryRoute } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ReasonDialog } from '../../shared/reason-dialog';
import { advisedCommand, refusedByState, type RolloutCommand } from './rollout-advice';

interface CommandText {
  readonly label: string;
  readonly route: RegistryRoute;
  readonly consequence: (rollout: RolloutView) => ReactNode;
  readonly done: string;
  readonly destructive?: boolean;
}

const COMMANDS: Readonly<Record<RolloutCommand, CommandText>> = {
  pause: {
    label: 'Pause',
    route: 'POST /api/v1/rollouts/:id/pause',
    consequence: ({ candidateVersion, setSharePercent }) =>
      `v${candidateVersion} keeps its ${setSharePercent} % and gets no more until somebody resumes.`,
    done: 'Rollout paused.',
  },
  resume: {
    label: 'Resume',
    route: 'POST /api/v1/rollouts/:id/resume',
    consequence: () => 'The controller judges again and takes the next step when the evidence allows it.',
    done: 'Rollout resumed.',
  },
  promote: {
    label: 'Promote now',
    route: 'POST /api/v1/rollouts/:id/promote',
    consequence: ({ candidateVersion, championVersion }) =>
      `v${candidateVersion} becomes champion and answers everything, whatever the evidence says; v${championVersion} stays in the registry.`,
    done: 'Promotion decided; the controller carries it out.',
  },
  abort: {
    label: 'Roll back',
    route: 'POST /api/v1/rollouts/:id/abort',
    consequence: ({ championVersion, candidateVersion }) =>
      `v${championVersion} answers everything again within seconds; the rollout of v${candidateVersion} ends.`,
    done: 'Rolled back: the champion answers everything.',
    destructive: true,
  },
};
const ORDER: readonly RolloutCommand[] = ['pause', 'resume', 'promote', 'abort'];

function useRefusals(state: RolloutView['state']) {
  const session = useSession();
  return ORDER.map((command) => ({
    command,
    refusal: whyNot(session?.role, COMMANDS[command].route) ?? refusedByState(command, state),
  }));
}

/** The main button follows the evidence; what is not possible stays visible and says why. */
export function RolloutActions({ rollout }: { rollout: RolloutView }) {
  const [asked, setAsked] = useState<RolloutCommand | null>(null);
  const advised = advisedCommand(rollout);
  // Of an A/B test each arm is promoted in its own row.
  const hidden = [rollout.state === 'paused' ? 'pause' : 'resume', ...(rollout.strategy === 'ab' ? ['promote'] : [])];
  const shown = useRefusals(rollout.state).filter(({ command }) => !hidden.includes(command));
  const refused = [...new Set(shown.flatMap(({ refusal }) => (refusal ? [refusal] : [])))];
  return (
    <div>
      <div className="app-actions">
        {shown.map(({ command, refusal }) => (
          <Button
            key={command}
            size="sm"
            variant={command === advised ? 'filled' : 'default'}
            color={command === 'abort' && command === advised ? 'red.8' : undefined}
            disabled={refusal !== null}
            title={refusal ?? undefined}
            onClick={() => setAsked(command)}
          >
            {COMMANDS[command].label}
          </Button>
        ))}
      </div>
      {advised === null && rollout.state === 'running' && (
        <p className="app-muted app-small" style={{ marginTop: 6 }}>
          Nothing to do: the controller takes the next step, or rolls back, by itself.
        </p>
      )}
      {refused.map((text) => (
        <p key={text} className="app-muted app-small" style={{ marginTop: 6 }}>
          {text}
        </p>
      ))}
      {asked && (
        <ReasonDialog
          title={`${COMMANDS[asked].label}: v${rollout.candidateVersion} of ${rollout.model}`}
          consequence={COMMANDS[asked].consequence(rollout)}
          confirm={COMMANDS[asked].label}
          destructive={COMMANDS[asked].destructive ?? false}
          done={COMMANDS[asked].done}
          send={(reason) => apiSend('POST', `/rollouts/${segment(rollout.id)}/${asked}`, { reason })}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
