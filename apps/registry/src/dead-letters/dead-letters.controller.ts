import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  DEAD_LETTER_SOURCES,
  type DeadLetterView,
  modelNameSchema,
  type Page,
  replayDeadLetterBodySchema,
  replayDeadLettersBodySchema,
  type ReplayedDeadLettersView,
} from '@plumbline/contracts';
import { selectDeadLetters } from '@plumbline/monitoring-adapters';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import type { Pool } from 'pg';
import { z } from 'zod';
import { numberCursor, pageQuery, readBody } from '../http/read-request';
import { DATABASE_POOL } from '../wiring/tokens';
import { DeadLetterDesk } from './dead-letter-desk';

const listQuery = pageQuery.extend({
  cursor: numberCursor,
  model: modelNameSchema.optional(),
  topic: z.enum(DEAD_LETTER_SOURCES).optional(),
  replayed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
const params = z.object({ id: z.string().regex(/^\d{1,18}$/, 'expected the number of a dead letter') });

const readId = (given: unknown): string => parseInput(params, given).id;

/** Records of the event bus that could not be used, and a second try for them. */
@Controller('api/v1/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(DeadLetterDesk) private readonly desk: DeadLetterDesk,
  ) {}

  @Get()
  list(@Query() query: unknown): Promise<Page<DeadLetterView>> {
    const { cursor, limit, ...filter } = parseInput(listQuery, query);
    return selectDeadLetters(this.pool, filter, { cursor, limit });
  }

  @Get(':id')
  one(@Param() given: unknown): Promise<DeadLetterView> {
    return this.desk.find(readId(given));
  }

  @Post(':id/replay')
  @HttpCode(200)
  replay(
    @Param() given: unknown,
    @Body() body: unknown,
    @CurrentIdentity() identity: Identity,
  ): Promise<DeadLetterView> {
    const id = readId(given);
    const { reason } = readBody(replayDeadLetterBodySchema, body);
    return this.desk.replay(id, { actor: actorOf(identity), reason });
  }

  @Post('replay')
  @HttpCode(200)
  replaySome(@Body() body: unknown, @CurrentIdentity() identity: Identity): Promise<ReplayedDeadLettersView> {
    const { reason, ...filter } = readBody(replayDeadLettersBodySchema, body);
    return this.desk.replaySome(filter, { actor: actorOf(identity), reason });
  }
}
