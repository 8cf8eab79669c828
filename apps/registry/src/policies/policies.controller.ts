import { Body, Controller, Get, Headers, Inject, Param, Put } from '@nestjs/common';
import { defaultPolicy, POLICY_SCHEMAS, type PolicyKind } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { PutPolicy } from '@plumbline/registry-core';
import { z } from 'zod';
import { ApprovalNotice } from '../approvals/approval-notice';
import { expectedRevision, readBody, readModel } from '../http/read-request';
import { Announcer } from '../wiring/announcer';

const KINDS = Object.keys(POLICY_SCHEMAS) as PolicyKind[];
const kindParams = z.object({ kind: z.enum(KINDS) });

interface PolicyView {
  kind: PolicyKind;
  /** 0: nobody has written one, and the defaults hold. */
  revision: number;
  body: unknown;
  actor: string | null;
}

@Controller('api/v1/models/:model/policies')
export class PoliciesController {
  constructor(
    @Inject(RegistryViewsQuery) private readonly views: RegistryViewsQuery,
    @Inject(PutPolicy) private readonly putPolicy: PutPolicy,
    @Inject(Announcer) private readonly announcer: Announcer,
    @Inject(ApprovalNotice) private readonly approvals: ApprovalNotice,
  ) {}

  /** All kinds, as they hold now. */
  @Get()
  async list(@Param() params: unknown): Promise<{ items: PolicyView[]; nextCursor: null }> {
    const written = await this.views.policies(readModel(params));
    const items = KINDS.map((kind): PolicyView => {
      const found = written.find((policy) => policy.kind === kind);
      if (!found) return { kind, revision: 0, body: defaultPolicy(kind), actor: null };
      return { kind, revision: found.revision, body: POLICY_SCHEMAS[kind].parse(found.body), actor: found.actor };
    });
    return { items, nextCursor: null };
  }

  /** The whole policy: what is left out falls back to its default. */
  @Put(':kind')
  async put(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Record<string, unknown>,
    @CurrentIdentity() identity: Identity,
  ): Promise<PolicyView> {
    const model = readModel(params);
    const { kind } = parseInput(kindParams, params);
    const policy = readBody(POLICY_SCHEMAS[kind].strict(), body);
    const actor = actorOf(identity);
    const command = { model, kind, body: policy, actor, role: identity.role, ...expectedRevision(headers) };
    const { revision, voided } = await this.putPolicy.execute(command);
    const summary = `policy ${kind} is at revision ${revision}`;
    await this.announcer.announce({ kind: 'policy.changed', model, summary, detail: { policy: kind, revision } });
    await this.approvals.voided(voided);
    return { kind, revision, body: policy, actor };
  }
}
