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
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
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
  list(@Query() query: unknown): Promise<Page<AlertView>> {
    return selectAlerts(this.pool, parseInput(listQuery, query));
  }

  @Get(':id')
  async one(@Param() params: unknown): Promise<AlertDetailView> {
    const id = readId(params);
    const found = await selectAlert(this.pool, id);
    if (found === null) throw new AlertNotFoundError(id);
    return found;
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  async acknowledge(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { id } = await this.one(params);
    const { reason = null } = readBody(acknowledgeAlertBodySchema, body);
    await this.desk.acknowledge({ id, actor: actorOf(identity), reason });
    return this.one(params);
  }

  @Post(':id/silence')
  @HttpCode(200)
  async silence(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { id } = await this.one(params);
    const { until, reason } = readBody(silenceAlertBodySchema, body);
    await this.desk.silence({ id, actor: actorOf(identity), reason }, new Date(until));
    return this.one(params);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  async resolve(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { id } = await this.one(params);
    const { reason } = readBody(resolveAlertBodySchema, body);
    await this.desk.resolve({ id, actor: actorOf(identity), reason });
    return this.one(params);
  }
}
