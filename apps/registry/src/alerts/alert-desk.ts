import {
  alertActions,
  deliveriesStore,
  newEventId,
  type ActedOn,
  type AlertAction,
} from '@plumbline/monitoring-adapters';
import type { PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { Announcer } from '../wiring/announcer';
import { AlertNotFiringError, SilenceInThePastError } from './alert.errors';
import { prismaQueryable } from './prisma-queryable';

type Queryable = ReturnType<typeof prismaQueryable>;

interface Done {
  readonly kind: 'alert.acknowledged' | 'alert.silenced' | 'alert.resolved';
  /** Past tense, for the audit log. */
  readonly action: string;
  readonly summary: (alert: ActedOn) => string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** What people do about alerts: change, history and audit entry in one transaction, then the news. */
export class AlertDesk {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
    private readonly announcer: Announcer,
  ) {}

  acknowledge(action: AlertAction): Promise<void> {
    return this.act(action, (db) => alertActions.acknowledge(db, action), {
      kind: 'alert.acknowledged',
      action: 'alert.acknowledged',
      summary: ({ title }) => `somebody looks after it: ${title}`,
    });
  }

  resolve(action: AlertAction): Promise<void> {
    const resolve = async (db: Queryable): Promise<ActedOn | null> => {
      const resolved = await alertActions.resolve(db, action);
      if (resolved?.isTold) await this.tellReceivers(db, action, resolved);
      return resolved;
    };
    return this.act(action, resolve, {
      kind: 'alert.resolved',
      action: 'alert.resolved',
      summary: ({ title }) => `resolved by a person: ${title}`,
    });
  }

  silence(action: AlertAction, until: Date): Promise<void> {
    if (until <= new Date()) throw new SilenceInThePastError();
    return this.act(action, (db) => alertActions.silence(db, action, until), {
      kind: 'alert.silenced',
      action: 'alert.silenced',
      summary: ({ title }) => `silent until ${until.toISOString()}: ${title}`,
      detail: { until: until.toISOString() },
    });
  }

  private async act(
    { id, actor, reason }: AlertAction,
    change: (db: Queryable) => Promise<ActedOn | null>,
    { kind, action, summary, detail = {} }: Done,
  ): Promise<void> {
    const alert = await this.prisma.$transaction(async (tx) => {
      const changed = await change(prismaQueryable(tx));
      if (changed === null) throw new AlertNotFiringError(id);
      const { model, rule } = changed;
      const entry = {
        actor,
        action,
        resourceType: 'alert',
        resourceId: id,
        detail: { model, rule, ...detail },
      } as const;
      await this.auditIn(tx).record({ ...entry, ...(reason !== null && { reason }) });
      return changed;
    });
    const { model, rule, severity } = alert;
    this.announcer.announce({
      kind,
      model,
      summary: summary(alert),
      detail: { alertId: id, rule, severity, ...detail },
    });
  }

  private tellReceivers(db: Queryable, { id: alertId }: AlertAction, alert: ActedOn): Promise<void> {
    const { model, version, rule, severity, title } = alert;
    const data = { alertId, model, version, rule, severity, title, detail: { reason: 'resolved by a person' } };
    return deliveriesStore.toThoseTold(db, {
      ...{ id: newEventId(), type: 'alert.resolved', at: new Date(), model, alertId, data },
    });
  }
}
