import { Body, Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { loggedModelRoot, MlflowArtifacts, MlflowLoggedModels, toWireLoggedModel } from '@plumbline/registry-core';
import * as dto from './logged-models.dto';
import { present, readWire } from './wire.dto';
import { WireDelete, WirePatch, WirePost } from './wire-routes';

/** MLflow 3: models beside runs. */
@Controller('api/2.0/mlflow/logged-models')
export class LoggedModelsController {
  constructor(
    @Inject(MlflowLoggedModels) private readonly models: MlflowLoggedModels,
    @Inject(MlflowArtifacts) private readonly artifacts: MlflowArtifacts,
  ) {}

  @WirePost('')
  async create(@Body() body: unknown) {
    const { experiment_id: experimentId, params, tags, ...read } = readWire(dto.createLoggedModel, body);
    const named = present({ name: read.name, modelType: read.model_type, sourceRunId: read.source_run_id });
    return { model: toWireLoggedModel(await this.models.create({ experimentId, params, tags, ...named })) };
  }

  @WirePost('search')
  async search(@Body() body: unknown) {
    const read = readWire(dto.searchLoggedModels, body);
    const page = await this.models.search({
      experimentIds: read.experiment_ids,
      orderBy: read.order_by.map(({ field_name: fieldName, ascending }) => ({ fieldName, ascending })),
      limit: read.max_results,
      ...present({ filter: read.filter, pageToken: read.page_token }),
    });
    return {
      models: page.items.map(toWireLoggedModel),
      ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
    };
  }

  @Get(':id')
  async get(@Param() params: unknown, @Query() query: unknown) {
    const { allow_deleted: allowDeleted } = readWire(dto.readLoggedModel, query);
    return { model: toWireLoggedModel(await this.models.get(readWire(dto.modelId, params).id, allowDeleted)) };
  }

  @WirePatch(':id')
  async finalize(@Param() params: unknown, @Body() body: unknown) {
    const { status } = readWire(dto.finalize, body);
    return { model: toWireLoggedModel(await this.models.finalize(readWire(dto.modelId, params).id, status)) };
  }

  @WireDelete(':id')
  async delete(@Param() params: unknown) {
    await this.models.delete(readWire(dto.modelId, params).id);
    return {};
  }

  @WirePost(':id/params')
  async addParams(@Param() params: unknown, @Body() body: unknown) {
    await this.models.addParams(readWire(dto.modelId, params).id, readWire(dto.modelParams, body).params);
    return {};
  }

  @WirePatch(':id/tags')
  async setTags(@Param() params: unknown, @Body() body: unknown) {
    const { tags } = readWire(dto.modelTags, body);
    return { model: toWireLoggedModel(await this.models.setTags(readWire(dto.modelId, params).id, tags)) };
  }

  @WireDelete(':id/tags/:key')
  async deleteTag(@Param() params: unknown) {
    const { id, key } = readWire(dto.modelTagKey, params);
    await this.models.deleteTag(id, key);
    return {};
  }

  @Get(':id/artifacts/directories')
  async directories(@Param() params: unknown, @Query() query: unknown) {
    const root = loggedModelRoot(await this.models.get(readWire(dto.modelId, params).id));
    const { artifact_directory_path: below } = readWire(dto.directories, query);
    const files = await this.artifacts.list(below ? `${root}/${below}` : root);
    return { root_uri: `mlflow-artifacts:/${root}`, files };
  }
}
