import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { newSilenceBodySchema, type AlertSilenceView, type Page } from '@plumbline/contracts';
import { silencesStore } from '@plumbline/monitoring-adapters';
import { actorOf, CurrentIdentity, parseInput, type Identity, type PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import type { Pool } from 'pg';
import { idPageQuery, readBody, readId } from '../http/read-request';
import { AUDIT_TRAIL_FACTORY, DATABASE, DATABASE_POOL } from '../wiring/tokens';
import { SilenceInThePastError, SilenceNotFoundError } from './alert.errors';
import { prismaQueryable } from './prisma-queryable';

/** Silences by a matcher, and those of one alert; they end by themselves, or here. */
@Controller('api/v1/silences')
export class SilencesController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(DATABASE) private readonly prisma: PrismaDatabase,
    @Inject(AUDIT_TRAIL_FACTORY) private readonly auditIn: AuditTrailFactory,
  ) {}

  @Get()
  list(@Query() query: unknown): Promise<Page<AlertSilenceView>> {
    const { cursor, limit } = parseInput(idPageQuery, query);
    return silencesStore.page(this.pool, cursor ?? null, limit);
  }

  @Post()
  create(@Body() body: unknown, @CurrentIdentity() identity: Identity): Promise<AlertSilenceView> {
    const { model = null, rule = null, subject = null, until: text, reason } = readBody(newSilenceBodySchema, body);
    const [until, actor] = [new Date(text), actorOf(identity)];
    if (until <= new Date()) throw new SilenceInThePastError();
    return this.prisma.$transaction(async (tx) => {
      const matcher = { model, rule, subject };
      const made = await silencesStore.insert(prismaQueryable(tx), {
        alertKey: null,
        ...matcher,
        until,
        reason,
        actor,
      });
      const entry = { actor, action: 'alert.silence_created', resourceType: 'alert', resourceId: made.id } as const;
      await this.auditIn(tx).record({ ...entry, reason, detail: { ...matcher, until: text } });
      return made;
    });
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<void> {
    const id = readId(params);
    await this.prisma.$transaction(async (tx) => {
      const ended = await silencesStore.end(prismaQueryable(tx), id);
      if (ended === null) throw new SilenceNotFoundError(id);
      const { alertId, model, rule, subject } = ended;
      const detail = { alertId, model, rule, subject };
      const entry = { actor: actorOf(identity), action: 'alert.silence_ended', resourceType: 'alert' } as const;
      await this.auditIn(tx).record({ ...entry, resourceId: alertId ?? id, detail });
    });
  }
}
