import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { ModelSummaryView, Page } from '@plumbline/contracts';
import { parseInput } from '@plumbline/platform';
import { pageQuery, readModel } from '../http/read-request';
import { ModelList } from './model-list';

@Controller('api/v1/models')
export class ModelsController {
  constructor(@Inject(ModelList) private readonly models: ModelList) {}

  @Get()
  list(@Query() query: unknown): Promise<Page<ModelSummaryView>> {
    const { cursor, limit } = parseInput(pageQuery, query);
    return this.models.page(cursor ?? null, limit);
  }

  @Get(':model')
  one(@Param() params: unknown): Promise<ModelSummaryView> {
    return this.models.one(readModel(params));
  }
}
