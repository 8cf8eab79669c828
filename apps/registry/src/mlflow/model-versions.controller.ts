import { Body, Controller, Get, Inject, Query } from '@nestjs/common';
import { actorOf, CurrentIdentity, type Identity } from '@plumbline/platform';
import {
  CreateMlflowVersion,
  DeleteVersion,
  MlflowInvalidError,
  MlflowModels,
  toPairs,
  toWireVersion,
} from '@plumbline/registry-core';
import { Announcer } from '../wiring/announcer';
import * as dto from './registered-models.dto';
import { present, readWire } from './wire.dto';
import { WireDelete, WirePatch, WirePost } from './wire-routes';

@Controller('api/2.0/mlflow/model-versions')
export class ModelVersionsController {
  constructor(
    @Inject(MlflowModels) private readonly models: MlflowModels,
    @Inject(CreateMlflowVersion) private readonly createVersion: CreateMlflowVersion,
    @Inject(DeleteVersion) private readonly deleteVersion: DeleteVersion,
    @Inject(Announcer) private readonly announcer: Announcer,
  ) {}

  @WirePost('create')
  async create(@Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { name, source, tags, description, ...read } = readWire(dto.createVersion, body);
    const told = present({ runId: read.run_id, modelId: read.model_id, runLink: read.run_link, description });
    const command = { name, source, tags: toPairs(tags), actor: actorOf(identity), ...told };
    const version = await this.createVersion.execute(command);
    await this.announcer.announce({
      kind: 'version.registered',
      model: name,
      summary: `version ${version.version} registered: ${description ?? 'through MLflow'}`,
      detail: { version: version.version },
    });
    return { model_version: toWireVersion(version) };
  }

  @Get('get')
  async get(@Query() query: unknown) {
    const { name, version } = readWire(dto.ofVersion, query);
    return { model_version: toWireVersion(await this.models.getVersion(name, version)) };
  }

  @Get('get-download-uri')
  async downloadUri(@Query() query: unknown) {
    const { name, version } = readWire(dto.ofVersion, query);
    return { artifact_uri: `mlflow-artifacts:/${(await this.models.getVersion(name, version)).artifactRoot}` };
  }

  @Get('search')
  async search(@Query() query: unknown) {
    const {
      max_results: limit,
      order_by: orderBy,
      filter,
      page_token: pageToken,
    } = readWire(dto.searchVersions, query);
    const page = await this.models.searchVersions({ limit, orderBy, ...present({ filter, pageToken }) });
    return {
      model_versions: page.items.map(toWireVersion),
      ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
    };
  }

  @WirePatch('update')
  async update(@Body() body: unknown) {
    const { name, version, description } = readWire(dto.describeVersion, body);
    return { model_version: toWireVersion(await this.models.describeVersion(name, version, description)) };
  }

  @WireDelete('delete')
  async delete(@Body() body: unknown, @CurrentIdentity() identity: Identity) {
    const { name, version } = readWire(dto.ofVersion, body);
    const found = await this.models.getVersion(name, version);
    await this.deleteVersion.execute({ model: name, version: found.version, actor: actorOf(identity) });
    return {};
  }

  @WirePost('transition-stage')
  transition(): never {
    throw new MlflowInvalidError(
      'Stages are deprecated since MLflow 2.9 and not kept here. Use an alias: client.set_registered_model_alias(name, "champion", version).',
    );
  }

  @WirePost('set-tag')
  async setTag(@Body() body: unknown) {
    const { name, version, key, value } = readWire(dto.versionTag, body);
    await this.models.setVersionTag(name, version, key, value);
    return {};
  }

  @WireDelete('delete-tag')
  async deleteTag(@Body() body: unknown) {
    const { name, version, key } = readWire(dto.versionTagKey, body);
    await this.models.setVersionTag(name, version, key, null);
    return {};
  }
}
