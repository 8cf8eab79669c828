import { ALERT_STATES, type AlertDetailView, type AlertSilenceView, type AlertView } from '@plumbline/contracts';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { allItems } from '../server/paths';

const alertPath = (id: string): string => `/api/v1/alerts/${encodeURIComponent(id)}`;

const SPANS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time such as 2026-12-01T08:00:00Z, or a span such as 90m, 8h or 2d from now. */
export function parseUntil(text: string, nowMs = Date.now()): string {
  const span = /^(\d+)([mhd])$/.exec(text);
  const atMs = span ? nowMs + Number(span[1]) * (SPANS[span[2] as string] as number) : Date.parse(text);
  if (Number.isNaN(atMs)) throw new InvalidArgumentError('expected a time such as 2026-12-01T08:00:00Z, or 8h');
  return new Date(atMs).toISOString();
}

const stateOf = ({ state, silence, acknowledgedAt }: AlertView): string =>
  [state, silence && 'silenced', state === 'firing' && acknowledgedAt && 'acknowledged'].filter(Boolean).join(', ');

const tableOf = (alerts: readonly AlertView[]): string =>
  formatTable(
    ['model', 'rule', 'subject', 'state', 'severity', 'seen', 'last', 'what', 'id'],
    alerts.map((one) => [
      ...[one.model, one.rule, one.subject, stateOf(one), one.severity, one.occurrences],
      ...[one.lastSeenAt, one.title, one.id],
    ]),
  );

function alertText(alert: AlertDetailView): string {
  const { silence, history, deliveries } = alert;
  const lines = [
    `${alert.title}: ${stateOf(alert)}, ${alert.severity}, rule ${alert.rule}, seen ${alert.occurrences} times`,
    `first ${alert.createdAt}, last ${alert.lastSeenAt}${alert.resolvedAt ? `, over since ${alert.resolvedAt}` : ''}`,
    ...(silence ? [`silent until ${silence.until} by ${silence.by}: ${silence.reason}`] : []),
    '',
    formatTable(
      ['when', 'what', 'by', 'reason'],
      history.map(({ at, what, by, reason }) => [at, what, by, reason]),
    ),
  ];
  if (deliveries.length === 0) return [...lines, '', 'nobody was told'].join('\n');
  const rows = deliveries.map((one) => [
    ...[one.createdAt, one.event, one.receiver, one.state, one.attempts, one.error],
  ]);
  return [...lines, '', formatTable(['when', 'event', 'told', 'state', 'attempts', 'error'], rows)].join('\n');
}

function registerList(alerts: Command, context: CliContext): void {
  alerts
    .command('list [model]')
    .description('alerts that fire, newest first')
    .addOption(new Option('--state <state>', 'in this state').choices([...ALERT_STATES, 'all']).default('firing'))
    .addOption(new Option('--severity <severity>', 'only those').choices(['info', 'warning', 'critical']))
    .action(
      async (
        model: string | undefined,
        { state, severity }: { state: string; severity?: string },
        command: Command,
      ) => {
        const session = openSession(context, command);
        const filter = { ...(state !== 'all' && { state }), ...(model && { model }), ...(severity && { severity }) };
        const query = new URLSearchParams(filter).toString();
        const path = `/api/v1/alerts${query && `?${query}`}`;
        const items = await allItems<AlertView>(session.connection.registry, path);
        session.show({ items }, () => tableOf(items));
      },
    );
}

interface ActOptions {
  readonly reason?: string;
  readonly until?: string;
}

const SILENCES = '/api/v1/silences';

interface MatcherOptions {
  readonly model?: string;
  readonly rule?: string;
  readonly subject?: string;
  readonly until: string;
  readonly reason: string;
}

function registerSilences(alerts: Command, context: CliContext): void {
  alerts
    .command('silences')
    .description('silences that hold, newest first')
    .action(async (_options: unknown, command: Command) => {
      const session = openSession(context, command);
      const items = await allItems<AlertSilenceView>(session.connection.registry, SILENCES);
      const rows = items.map((one) => [
        ...[one.alertId, one.model, one.rule, one.subject, one.until, one.createdBy, one.reason, one.id],
      ]);
      const columns = ['alert', 'model', 'rule', 'subject', 'until', 'by', 'reason', 'id'];
      session.show({ items }, () => formatTable(columns, rows));
    });
  alerts
    .command('silence-all')
    .description('tell nobody about all alerts that match, until a time; * stands for any text')
    .option('--model <pattern>', 'of these models')
    .option('--rule <pattern>', 'of these rules')
    .option('--subject <pattern>', 'of these features, attributes or metrics')
    .addOption(untilOption())
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action(async (json: MatcherOptions, command: Command) => {
      const session = openSession(context, command);
      const made = await session.connection.registry.json<AlertSilenceView>(SILENCES, { json });
      session.show(made, () => `silent until ${made.until}: plumbline alerts unsilence ${made.id}`);
    });
  alerts
    .command('unsilence <id>')
    .description('end a silence before its time')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      await session.connection.registry.send(`${SILENCES}/${encodeURIComponent(id)}`, { method: 'DELETE' });
      session.show({ id, ended: true }, () => `ended ${id}`);
    });
}

const untilOption = (): Option =>
  new Option('--until <time>', 'a time, or a span such as 8h')
    .argParser((text: string) => parseUntil(text))
    .makeOptionMandatory();

export function registerAlerts(program: Command, context: CliContext): void {
  const alerts = program.command('alerts').description('what watching the models has found');
  registerList(alerts, context);
  registerSilences(alerts, context);
  alerts
    .command('show <id>')
    .description('one alert with its history and who was told')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const found = await session.connection.registry.json<AlertDetailView>(alertPath(id));
      session.show(found, () => alertText(found));
    });
  const act = async (action: string, id: string, json: ActOptions, command: Command): Promise<void> => {
    const session = openSession(context, command);
    const changed = await session.connection.registry.json<AlertDetailView>(`${alertPath(id)}/${action}`, { json });
    session.show(changed, () => alertText(changed));
  };
  alerts
    .command('silence <id>')
    .description('tell nobody about an alert until a time')
    .addOption(untilOption())
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((id: string, { until, reason }: ActOptions, command: Command) =>
      act('silence', id, { ...(until && { until }), ...(reason && { reason }) }, command),
    );
  alerts
    .command('acknowledge <id>')
    .description('say that somebody looks after it')
    .option('--reason <text>', 'a note, for the audit log')
    .action((id: string, { reason }: ActOptions, command: Command) =>
      act('acknowledge', id, { ...(reason && { reason }) }, command),
    );
  alerts
    .command('resolve <id>')
    .description('end it; new evidence raises it again')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action((id: string, { reason }: ActOptions, command: Command) =>
      act('resolve', id, { ...(reason && { reason }) }, command),
    );
}
