import { Command, Option } from 'commander';
import { registerAlerts } from './commands/alerts';
import { registerAlias } from './commands/alias';
import { registerApproval } from './commands/approval';
import { registerAudit } from './commands/audit';
import { registerCompletion } from './commands/completion';
import { registerConvert } from './commands/convert';
import { registerDeadLetters } from './commands/dead-letters';
import { registerDrift } from './commands/drift';
import { registerFairness } from './commands/fairness';
import { registerHistory } from './commands/history';
import { registerImpact } from './commands/impact';
import { registerLogin } from './commands/login';
import { registerOutcomes } from './commands/outcomes';
import { registerPackage } from './commands/package';
import { registerPerformance } from './commands/performance';
import { registerPolicy } from './commands/policy';
import { registerPredict } from './commands/predict';
import { registerPromote } from './commands/promote';
import { registerQuality } from './commands/quality';
import { registerPush } from './commands/push';
import { registerReplay } from './commands/replay';
import { registerRetrain } from './commands/retrain';
import { registerRollout } from './commands/rollout';
import { registerStatus } from './commands/status';
import { registerToken } from './commands/token';
import { registerTrain } from './commands/train';
import { registerWebhooks } from './commands/webhooks';
import type { CliContext } from './context';

const COMMANDS = [
  registerTrain,
  registerConvert,
  registerPush,
  registerPackage,
  registerPromote,
  registerHistory,
  registerAlias,
  registerApproval,
  registerPredict,
  registerOutcomes,
  registerDeadLetters,
  registerReplay,
  registerDrift,
  registerQuality,
  registerPerformance,
  registerFairness,
  registerImpact,
  registerAlerts,
  registerWebhooks,
  registerRetrain,
  registerRollout,
  registerPolicy,
  registerAudit,
  registerLogin,
  registerToken,
  registerStatus,
  registerCompletion,
];

export function createProgram(context: CliContext): Command {
  const program = new Command('plumbline')
    .description('From model to market: serve, watch, retrain and prove machine-learning models')
    .addOption(new Option('-o, --output <format>', 'how to answer').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nEnvironment: PLUMBLINE_URL (default http://127.0.0.1:3000), PLUMBLINE_TOKEN (default: what plumbline login keeps for that server, then admin-token in PLUMBLINE_DATA_DIR).\nExit codes: 0 done, 1 error, 2 usage, 3 gate or rollout failed or drift found, 4 time-out or not enough evidence.',
    )
    .showHelpAfterError('(plumbline --help shows what there is)')
    .configureOutput({
      writeOut: (text) => context.stdout(text.replace(/\n$/, '')),
      writeErr: (text) => context.stderr(text.replace(/\n$/, '')),
    })
    .exitOverride();
  for (const register of COMMANDS) register(program, context);
  inherit(program);
  return program;
}

/** Settings made after `command()` do not reach sub-commands by themselves. */
function inherit(command: Command): void {
  for (const sub of command.commands) {
    sub.copyInheritedSettings(command);
    inherit(sub);
  }
}
