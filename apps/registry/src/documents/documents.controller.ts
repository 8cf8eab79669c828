import { Body, Controller, Get, Headers, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { cardBodySchema, gateReportBodySchema, type DocumentView } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { PutDocument, ReadDocument, type DocumentKind, type VersionDocument } from '@plumbline/registry-core';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ApprovalNotice } from '../approvals/approval-notice';
import { etagOf, expectedRevision, readBody, readVersion } from '../http/read-request';
import { Announcer } from '../wiring/announcer';

const revisionQuery = z.object({ revision: z.coerce.number().int().positive().max(2_147_483_647).optional() });
const SCHEMAS = { card: cardBodySchema, gate_report: gateReportBodySchema } as const;
type RequestHeaders = Record<string, unknown>;

function answer(document: VersionDocument, reply: FastifyReply): DocumentView {
  reply.header('etag', etagOf(document.revision));
  return { ...document, createdAt: document.createdAt.toISOString() };
}

/** What people and gates wrote about a version: revisions, never overwritten. */
@Controller('api/v1/models/:model/versions/:version')
export class DocumentsController {
  constructor(
    @Inject(PutDocument) private readonly putDocument: PutDocument,
    @Inject(ReadDocument) private readonly readDocument: ReadDocument,
    @Inject(Announcer) private readonly announcer: Announcer,
    @Inject(ApprovalNotice) private readonly notice: ApprovalNotice,
  ) {}

  @Get('card')
  card(@Param() params: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.read('card', params, query, reply);
  }

  @Get('gate-report')
  gateReport(@Param() params: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.read('gate_report', params, query, reply);
  }

  @Put('card')
  putCard(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: RequestHeaders,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.write('card', { params, body, headers, identity }, reply);
  }

  @Put('gate-report')
  putGateReport(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: RequestHeaders,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.write('gate_report', { params, body, headers, identity }, reply);
  }

  private async read(kind: DocumentKind, params: unknown, query: unknown, reply: FastifyReply): Promise<DocumentView> {
    const { revision } = parseInput(revisionQuery, query);
    const found = await this.readDocument.execute({ ...readVersion(params), kind, ...(revision && { revision }) });
    return answer(found, reply);
  }

  private async write(
    kind: DocumentKind,
    request: { params: unknown; body: unknown; headers: RequestHeaders; identity: Identity },
    reply: FastifyReply,
  ): Promise<DocumentView> {
    const { params, body, headers, identity } = request;
    const { model, version } = readVersion(params);
    const command = { model, version, kind, body: readBody(SCHEMAS[kind], body), actor: actorOf(identity) };
    const { document, changed, voided } = await this.putDocument.execute({ ...command, ...expectedRevision(headers) });
    if (changed) {
      const { revision, digest } = document;
      const summary = `${kind.replace('_', ' ')} of version ${version} is at revision ${revision}`;
      const detail = { version, kind, revision, digest };
      await this.announcer.announce({ kind: 'document.written', model, summary, detail });
    }
    await this.notice.voided(voided);
    return answer(document, reply);
  }
}
