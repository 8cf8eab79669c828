import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { actorOf, CurrentIdentity, type Identity } from '@plumbline/platform';
import { MlflowInvalidError, MlflowModels, toPairs, toWireModel, toWireVersion } from '@plumbline/registry-core';
import { MlflowAliases } from './mlflow-aliases';
import * as dto from './registered-models.dto';
import { present, readWire } from './wire.dto';
import { WireDelete, WirePatch, WirePost } from './wire-routes';

@Controller('api/2.0/mlflow/registered-models')
export class RegisteredModelsController {
  constructor(
    @Inject(MlflowModels) private readonly models: MlflowModels,
    @Inject(MlflowAliases) private readonly aliases: MlflowAliases,
  ) {}

  @WirePost('create')
  async create(@Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { name, tags, description = '' } = readWire(dto.createModel, body);
    const model = await this.models.create({ name, description, tags: toPairs(tags), actor: actorOf(identity) });
    return { registered_model: toWireModel(model) };
  }

  @Get('get')
  async get(@Query() query: unknown) {
    return { registered_model: toWireModel(await this.models.get(readWire(dto.named, query).name)) };
  }

  @Get('search')
  async search(@Query() query: unknown) {
    const { max_results: limit, order_by: orderBy, filter, page_token: pageToken } = readWire(dto.searchModels, query);
    const page = await this.models.search({ limit, orderBy, ...present({ filter, pageToken }) });
    return {
      registered_models: page.items.map(toWireModel),
      ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
    };
  }

  @WirePost('search')
  searchByBody(@Body() body: unknown) {
    return this.search(body);
  }

  @WirePatch('update')
  async update(@Body() body: unknown) {
    const { name, description } = readWire(dto.describeModel, body);
    return { registered_model: toWireModel(await this.models.describe(name, description)) };
  }

  @WirePost('rename')
  async rename(@Body() body: unknown) {
    const { name, new_name: wanted } = readWire(dto.renameModel, body);
    throw new MlflowInvalidError(
      `Model ${name} can not be renamed: predictions, audit entries and URLs carry its name. Register the version under '${wanted}' instead, with source models:/${name}/<version>.`,
    );
  }

  @WireDelete('delete')
  async delete(@Body() body: unknown, @CurrentIdentity() identity: Identity) {
    await this.models.delete(readWire(dto.named, body).name, actorOf(identity));
    return {};
  }

  @Get('get-latest-versions')
  async latestVersions(@Query() query: unknown) {
    const { latest } = await this.models.get(readWire(dto.named, query).name);
    return { model_versions: latest ? [toWireVersion(latest)] : [] };
  }

  @WirePost('get-latest-versions')
  latestVersionsByBody(@Body() body: unknown) {
    return this.latestVersions(body);
  }

  @WirePost('set-tag')
  async setTag(@Body() body: unknown) {
    const { name, key, value } = readWire(dto.modelTag, body);
    await this.models.setTag(name, key, value);
    return {};
  }

  @WireDelete('delete-tag')
  async deleteTag(@Body() body: unknown) {
    const { name, key } = readWire(dto.modelTagKey, body);
    await this.models.setTag(name, key, null);
    return {};
  }

  @Get('alias')
  async byAlias(@Query() query: unknown) {
    const { name, alias } = readWire(dto.ofAlias, query);
    return { model_version: toWireVersion(await this.models.byAlias(name, alias)) };
  }

  @WirePost('alias')
  async setAlias(@Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { name, alias, version } = readWire(dto.setAlias, body);
    await this.aliases.set({ name, alias, version }, identity);
    return {};
  }

  @WireDelete('alias')
  async deleteAlias(@Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { name, alias } = readWire(dto.ofAlias, body);
    await this.aliases.remove({ name, alias }, identity);
    return {};
  }
}
