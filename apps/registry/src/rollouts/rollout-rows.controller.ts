import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { AssignmentView, Page, RolloutSegmentsView } from '@plumbline/contracts';
import { parseInput } from '@plumbline/platform';
import { RolloutRowsQuery } from '@plumbline/rollouts-adapters';
import { RolloutNotFound } from '@plumbline/rollouts-core';
import { z } from 'zod';
import { numberCursor, pageQuery, readId } from '../http/read-request';

const assignmentsQuery = pageQuery.extend({ cursor: numberCursor });
const segmentsQuery = z.object({ by: z.string().min(1).max(128) });

@Controller('api/v1')
export class RolloutRowsController {
  constructor(@Inject(RolloutRowsQuery) private readonly rows: RolloutRowsQuery) {}

  @Get('rollouts/:id/assignments')
  async assignments(@Param() params: unknown, @Query() query: unknown): Promise<Page<AssignmentView>> {
    const id = readId(params);
    const { cursor, limit } = parseInput(assignmentsQuery, query);
    const page = await this.rows.assignments(id, cursor === undefined ? null : String(cursor), limit);
    if (!page) throw new RolloutNotFound(id);
    return page;
  }

  @Get('rollouts/:id/segments')
  async segments(@Param() params: unknown, @Query() query: unknown): Promise<RolloutSegmentsView> {
    const id = readId(params);
    const view = await this.rows.segments(id, parseInput(segmentsQuery, query).by);
    if (!view) throw new RolloutNotFound(id);
    return view;
  }
}
