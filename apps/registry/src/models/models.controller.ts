import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { ModelSummaryView, Page } from '@plumbline/contracts';
import { CurrentIdentity, mayUseModel, parseInput, type Identity } from '@plumbline/platform';
import { pageQuery, readModel } from '../http/read-request';
import { ModelList } from './model-list';

@Controller('api/v1/models')
export class ModelsController {
  constructor(@Inject(ModelList) private readonly models: ModelList) {}

  /** A token with model scope sees only its models: a page may be shorter for it. */
  @Get()
  async list(@Query() query: unknown, @CurrentIdentity() identity: Identity): Promise<Page<ModelSummaryView>> {
    const { cursor, limit } = parseInput(pageQuery, query);
    const { items, nextCursor } = await this.models.page(cursor ?? null, limit);
    return { items: items.filter(({ name }) => mayUseModel(identity, name)), nextCursor };
  }

  @Get(':model')
  one(@Param() params: unknown): Promise<ModelSummaryView> {
    return this.models.one(readModel(params));
  }
}
