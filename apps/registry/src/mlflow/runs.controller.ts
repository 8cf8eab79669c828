import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { MlflowRuns, toWireRun, toWireRunInfo } from '@plumbline/registry-core';
import * as dto from './runs.dto';
import { present, readWire } from './wire.dto';
import { WirePost } from './wire-routes';

@Controller('api/2.0/mlflow/runs')
export class RunsController {
  constructor(@Inject(MlflowRuns) private readonly runs: MlflowRuns) {}

  @WirePost('create')
  async create(@Body() body: unknown) {
    const read = readWire(dto.createRun, body);
    const named = present({ name: read.run_name, userId: read.user_id, startTimeMs: read.start_time });
    return { run: toWireRun(await this.runs.create({ experimentId: read.experiment_id, tags: read.tags, ...named })) };
  }

  @Get('get')
  async get(@Query() query: unknown) {
    return { run: toWireRun(await this.runs.get(dto.runIdOf(readWire(dto.oneRun, query)))) };
  }

  @WirePost('update')
  async update(@Body() body: unknown) {
    const read = readWire(dto.updateRun, body);
    const changes = present({ status: read.status, endTimeMs: read.end_time, name: read.run_name });
    return { run_info: toWireRunInfo(await this.runs.update(dto.runIdOf(read), changes)) };
  }

  @WirePost('delete')
  async delete(@Body() body: unknown) {
    await this.runs.setDeleted(dto.runIdOf(readWire(dto.oneRun, body)), true);
    return {};
  }

  @WirePost('restore')
  async restore(@Body() body: unknown) {
    await this.runs.setDeleted(dto.runIdOf(readWire(dto.oneRun, body)), false);
    return {};
  }

  @WirePost('search')
  async search(@Body() body: unknown) {
    const read = readWire(dto.searchRuns, body);
    const page = await this.runs.search({
      experimentIds: read.experiment_ids,
      view: read.run_view_type,
      orderBy: read.order_by,
      limit: read.max_results,
      ...present({ filter: read.filter, pageToken: read.page_token }),
    });
    return {
      runs: page.items.map(toWireRun),
      ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
    };
  }

  @WirePost('log-metric')
  async logMetric(@Body() body: unknown) {
    const read = readWire(dto.logMetric, body);
    await this.runs.log(dto.runIdOf(read), { metrics: [dto.toMetric(read)] });
    return {};
  }

  @WirePost('log-parameter')
  async logParameter(@Body() body: unknown) {
    const { key, value, ...run } = readWire(dto.logParam, body);
    await this.runs.log(dto.runIdOf(run), { params: [{ key, value }] });
    return {};
  }

  @WirePost('log-batch')
  async logBatch(@Body() body: unknown) {
    const { metrics, params, tags, ...run } = readWire(dto.logBatch, body);
    await this.runs.log(dto.runIdOf(run), { metrics: metrics.map(dto.toMetric), params, tags });
    return {};
  }

  @WirePost('set-tag')
  async setTag(@Body() body: unknown) {
    const { key, value, ...run } = readWire(dto.setTag, body);
    await this.runs.log(dto.runIdOf(run), { tags: [{ key, value }] });
    return {};
  }

  @WirePost('delete-tag')
  async deleteTag(@Body() body: unknown) {
    const { key, ...run } = readWire(dto.deleteTag, body);
    await this.runs.deleteTag(dto.runIdOf(run), key);
    return {};
  }

  @WirePost('log-model')
  async logModel(@Body() body: unknown) {
    const { model_json: model, ...run } = readWire(dto.logModel, body);
    await this.runs.logModel(dto.runIdOf(run), model);
    return {};
  }

  @WirePost('log-inputs')
  async logInputs(@Body() body: unknown) {
    const { datasets, ...run } = readWire(dto.logInputs, body);
    await this.runs.addInputs(dto.runIdOf(run), datasets);
    return {};
  }

  @WirePost('outputs')
  async outputs(@Body() body: unknown) {
    const { run_id: id, models } = readWire(dto.logOutputs, body);
    await this.runs.addOutputs(id, models);
    return {};
  }
}
