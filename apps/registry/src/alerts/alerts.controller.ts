import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  acknowledgeAlertBodySchema,
  ALERT_STATES,
  modelNameSchema,
  resolveAlertBodySchema,
  silenceAlertBodySchema,
  type AlertDetailView,
  type AlertView,
  type Page,
} from '@plumbline/contracts';
import { selectAlert, selectAlerts } from '@plumbline/monitoring-adapters';
import { actorOf, authorizeModel, CurrentIdentity, mayUseModel, parseInput, type Identity } from '@plumbline/platform';
import type { Pool } from 'pg';
import { z } from 'zod';
import { idPageQuery, readBody, readId } from '../http/read-request';
import { DATABASE_POOL } from '../wiring/tokens';
import { AlertDesk } from './alert-desk';
import { AlertNotFoundError } from './alert.errors';

const listQuery = idPageQuery.extend({
  model: modelNameSchema.optional(),
  state: z.enum(ALERT_STATES).optional(),
  severity: z.enum(['info', 'warning', 'critical']).optional(),
  open: z
    .enum(['true', 'false', '1', '0'])
    .transform((text) => text === 'true' || text === '1')
    .optional(),
});

@Controller('api/v1/alerts')
export class AlertsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(AlertDesk) private readonly desk: AlertDesk,
  ) {}

  @Get()
  async list(@Query() query: unknown, @CurrentIdentity() identity: Identity): Promise<Page<AlertView>> {
    const { items, nextCursor } = await selectAlerts(this.pool, parseInput(listQuery, query));
    return { items: items.filter(({ model }) => mayUseModel(identity, model)), nextCursor };
  }

  @Get(':id')
  async one(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<AlertDetailView> {
    const id = readId(params);
    const found = await selectAlert(this.pool, id);
    if (found === null) throw new AlertNotFoundError(id);
    authorizeModel(identity, found.model);
    return found;
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  async acknowledge(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { id } = await this.one(params, identity);
    const { reason = null } = readBody(acknowledgeAlertBodySchema, body);
    await this.desk.acknowledge({ id, actor: actorOf(identity), reason });
    return this.one(params, identity);
  }

  @Post(':id/silence')
  @HttpCode(200)
  async silence(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { id } = await this.one(params, identity);
    const { until, reason } = readBody(silenceAlertBodySchema, body);
    await this.desk.silence({ id, actor: actorOf(identity), reason }, new Date(until));
    return this.one(params, identity);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  async resolve(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { id } = await this.one(params, identity);
    const { reason } = readBody(resolveAlertBodySchema, body);
    await this.desk.resolve({ id, actor: actorOf(identity), reason });
    return this.one(params, identity);
  }
}
