import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  POLICY_SCHEMAS,
  promoteRolloutBodySchema,
  startRolloutBodySchema,
  type Page,
  type RolloutView,
} from '@plumbline/contracts';
import { FeedbackQuery } from '@plumbline/monitoring-adapters';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { RolloutViewsQuery } from '@plumbline/rollouts-adapters';
import {
  answersOf,
  changeRollout,
  RolloutNotFound,
  startRollout,
  type RolloutCommand,
  type StartRolloutPorts,
} from '@plumbline/rollouts-core';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { personOf } from '../approvals/approval.mapper';
import { pageQuery, readBody, readId, readModel } from '../http/read-request';
import { ROLLOUT_PORTS } from './rollout-tokens';

const rolloutsQuery = pageQuery.extend({ cursor: z.iso.datetime({ offset: true }).optional() });

@Controller('api/v1')
export class RolloutsController {
  constructor(
    @Inject(RolloutViewsQuery) private readonly rollouts: RolloutViewsQuery,
    @Inject(RegistryViewsQuery) private readonly registry: RegistryViewsQuery,
    @Inject(FeedbackQuery) private readonly feedback: FeedbackQuery,
    @Inject(ROLLOUT_PORTS) private readonly ports: StartRolloutPorts,
  ) {}

  @Get('models/:model/rollouts')
  async list(@Param() params: unknown, @Query() query: unknown): Promise<Page<RolloutView>> {
    const { name } = await this.registry.model(readModel(params));
    const { cursor, limit } = parseInput(rolloutsQuery, query);
    return this.rollouts.list(name, cursor ?? null, limit);
  }

  @Post('models/:model/rollouts')
  async start(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentIdentity() identity: Identity,
  ): Promise<RolloutView> {
    const { version, strategy, steps, arms, reason } = readBody(startRolloutBodySchema, body);
    const { model, signature } = await this.registry.version(readModel(params), version);
    for (const arm of arms ?? []) await this.registry.version(model, arm.version);
    const written = (await this.registry.policies(model)).find(({ kind }) => kind === 'rollout');
    const policy = { ...POLICY_SCHEMAS.rollout.parse(written?.body ?? {}), ...(steps ? { steps } : {}) };
    // What the candidate learned from is not known here; labels from now on it can not have seen.
    const frozenAt = await this.feedback.databaseTime();
    const asked = { strategy, arms, answers: answersOf(signature as Parameters<typeof answersOf>[0]), reason };
    const command = { model, candidateVersion: version, policy, frozenAt, ...asked, actor: actorOf(identity) };
    const { id } = await startRollout({ ...command, now: new Date(), id: uuidv7() }, this.ports);
    return this.view(id);
  }

  @Get('rollouts/:id')
  one(@Param() params: unknown): Promise<RolloutView> {
    return this.view(readId(params));
  }

  @Post('rollouts/:id/pause')
  @HttpCode(200)
  pause(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.change('pause', params, body, identity);
  }

  @Post('rollouts/:id/resume')
  @HttpCode(200)
  resume(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.change('resume', params, body, identity);
  }

  /** Decided here; the controller in the retraining service carries it out, so that the view may say `promoting`. */
  @Post('rollouts/:id/promote')
  @HttpCode(200)
  promote(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.change('promote', params, body, identity);
  }

  @Post('rollouts/:id/abort')
  @HttpCode(200)
  abort(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.change('abort', params, body, identity);
  }

  private async change(
    command: RolloutCommand,
    params: unknown,
    body: unknown,
    identity: Identity,
  ): Promise<RolloutView> {
    const id = readId(params);
    const { reason, arm } = readBody(promoteRolloutBodySchema, body);
    await changeRollout({ id, command, reason, arm, ...personOf(identity), now: new Date() }, this.ports);
    return this.view(id);
  }

  private async view(id: string): Promise<RolloutView> {
    const found = await this.rollouts.find(id);
    if (!found) throw new RolloutNotFound(id);
    return found;
  }
}
