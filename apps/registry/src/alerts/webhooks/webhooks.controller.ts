import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  newWebhookBodySchema,
  rotateWebhookBodySchema,
  type DeliveryView,
  type NewWebhookView,
  type Page,
  type WebhookView,
} from '@plumbline/contracts';
import { selectDeliveries, WebhooksStore } from '@plumbline/monitoring-adapters';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import type { Pool } from 'pg';
import { idPageQuery, readBody, readId } from '../../http/read-request';
import { DATABASE_POOL } from '../../wiring/tokens';
import { WebhookDesk } from './webhook-desk';
import { WebhookNotFoundError } from './webhook.errors';

@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(WebhooksStore) private readonly webhooks: WebhooksStore,
    @Inject(WebhookDesk) private readonly desk: WebhookDesk,
  ) {}

  @Get()
  list(@Query() query: unknown): Promise<Page<WebhookView>> {
    const { cursor, limit } = parseInput(idPageQuery, query);
    return this.webhooks.page(this.pool, cursor ?? null, limit);
  }

  @Post()
  create(@Body() body: unknown, @CurrentIdentity() identity: Identity): Promise<NewWebhookView> {
    return this.desk.create(readBody(newWebhookBodySchema, body), actorOf(identity));
  }

  @Get(':id')
  async one(@Param() params: unknown): Promise<WebhookView> {
    const id = readId(params);
    const found = await this.webhooks.find(this.pool, id);
    if (found === null) throw new WebhookNotFoundError(id);
    return found;
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<void> {
    return this.desk.remove(readId(params), actorOf(identity));
  }

  @Get(':id/deliveries')
  async deliveries(@Param() params: unknown, @Query() query: unknown): Promise<Page<DeliveryView>> {
    const { id: endpointId } = await this.one(params);
    return selectDeliveries(this.pool, { endpointId, ...parseInput(idPageQuery, query) });
  }

  /** 202: it is sent a moment later; the deliveries say how it went. */
  @Post(':id/test')
  @HttpCode(202)
  test(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<DeliveryView> {
    return this.desk.test(readId(params), actorOf(identity));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  rotate(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const id = readId(params);
    return this.desk.rotate(id, readBody(rotateWebhookBodySchema, body).overlapHours, actorOf(identity));
  }

  @Post(':id/enable')
  @HttpCode(200)
  async enable(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<WebhookView> {
    await this.desk.enable(readId(params), actorOf(identity));
    return this.one(params);
  }
}
