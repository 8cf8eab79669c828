import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { MlflowExperiments, toPairs, toWireExperiment } from '@plumbline/registry-core';
import * as dto from './experiments.dto';
import { present, readWire } from './wire.dto';
import { WirePost } from './wire-routes';

@Controller('api/2.0/mlflow/experiments')
export class ExperimentsController {
  constructor(@Inject(MlflowExperiments) private readonly experiments: MlflowExperiments) {}

  @WirePost('create')
  async create(@Body() body: unknown) {
    const { name, artifact_location: artifactLocation, tags } = readWire(dto.createExperiment, body);
    const id = await this.experiments.create({ name, tags: toPairs(tags), ...present({ artifactLocation }) });
    return { experiment_id: id };
  }

  @Get('get')
  async get(@Query() query: unknown) {
    const { experiment_id: id } = readWire(dto.byId, query);
    return { experiment: toWireExperiment(await this.experiments.get(id)) };
  }

  @Get('get-by-name')
  async getByName(@Query() query: unknown) {
    const { experiment_name: name } = readWire(dto.byName, query);
    return { experiment: toWireExperiment(await this.experiments.getByName(name)) };
  }

  @WirePost('search')
  async search(@Body() body: unknown) {
    const { view_type: view, max_results: limit, order_by: orderBy, ...rest } = readWire(dto.searchExperiments, body);
    const { filter, page_token: pageToken } = rest;
    const page = await this.experiments.search({ view, limit, orderBy, ...present({ filter, pageToken }) });
    return {
      experiments: page.items.map(toWireExperiment),
      ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
    };
  }

  @Get('search')
  searchByQuery(@Query() query: unknown) {
    return this.search(query);
  }

  @WirePost('set-experiment-tag')
  async setTag(@Body() body: unknown) {
    const { experiment_id: id, key, value } = readWire(dto.experimentTag, body);
    await this.experiments.setTag(id, key, value);
    return {};
  }

  @WirePost('delete-experiment-tag')
  async deleteTag(@Body() body: unknown) {
    const { experiment_id: id, key } = readWire(dto.experimentTagKey, body);
    await this.experiments.setTag(id, key, null);
    return {};
  }

  @WirePost('update')
  async update(@Body() body: unknown) {
    const { experiment_id: id, new_name: name } = readWire(dto.updateExperiment, body);
    await this.experiments.rename(id, name);
    return {};
  }

  @WirePost('delete')
  async delete(@Body() body: unknown) {
    await this.experiments.setDeleted(readWire(dto.byId, body).experiment_id, true);
    return {};
  }

  @WirePost('restore')
  async restore(@Body() body: unknown) {
    await this.experiments.setDeleted(readWire(dto.byId, body).experiment_id, false);
    return {};
  }
}
