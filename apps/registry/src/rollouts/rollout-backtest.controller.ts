import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { POLICY_SCHEMAS, simulateRolloutBodySchema, type BacktestView } from '@plumbline/contracts';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { RolloutBacktestQuery } from '@plumbline/rollouts-adapters';
import { answersOf, RolloutConflict, type StartRolloutPorts } from '@plumbline/rollouts-core';
import { readBody, readModel } from '../http/read-request';
import { ROLLOUT_PORTS } from './rollout-tokens';

const dateOf = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));

@Controller('api/v1')
export class RolloutBacktestController {
  constructor(
    @Inject(RolloutBacktestQuery) private readonly backtest: RolloutBacktestQuery,
    @Inject(RegistryViewsQuery) private readonly registry: RegistryViewsQuery,
    @Inject(ROLLOUT_PORTS) private readonly ports: Pick<StartRolloutPorts, 'champion'>,
  ) {}

  @Post('models/:model/rollouts/simulate')
  @HttpCode(200)
  async simulate(@Param() params: unknown, @Body() body: unknown): Promise<BacktestView> {
    const { version, against, policy, from, to } = readBody(simulateRolloutBodySchema, body);
    const { model, signature } = await this.registry.version(readModel(params), version);
    const championVersion = against ?? (await this.ports.champion.current(model));
    if (championVersion === null || championVersion === version)
      throw new RolloutConflict(`Version ${version} of ${model} needs another version to compare with: name it.`);
    await this.registry.version(model, championVersion);
    const written = (await this.registry.policies(model)).find(({ kind }) => kind === 'rollout');
    return this.backtest.run({
      ...{ model, championVersion, candidateVersion: version, from: dateOf(from), to: dateOf(to) },
      policy: policy ?? POLICY_SCHEMAS.rollout.parse(written?.body ?? {}),
      answers: answersOf(signature as Parameters<typeof answersOf>[0]),
    });
  }
}
