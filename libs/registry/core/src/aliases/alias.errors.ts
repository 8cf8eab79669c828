import { PlumblineError } from '@plumbline/problem';

export class UnknownAliasError extends PlumblineError {
  constructor(model: string, alias: string) {
    const remedy = `GET /api/v1/models/${model}/aliases lists those there are.`;
    super('not_found', 'alias_not_found', `Model ${model} has no alias ${alias}. ${remedy}`);
  }
}

export class ArchivedVersionError extends PlumblineError {
  constructor(model: string, version: number) {
    const message = `Version ${version} of ${model} is archived: nothing may point to it. Take it out of the archive first.`;
    super('conflict', 'version_archived', message);
  }
}

export class ChampionServesError extends PlumblineError {
  constructor(model: string) {
    const message = `The champion of ${model} serves: without it every prediction would fail. Promote another version, or roll back.`;
    super('conflict', 'champion_serves', message);
  }
}

export class AliasProtectedError extends PlumblineError {
  constructor(model: string, alias: string) {
    const message = `Alias ${alias} of ${model} is protected and can not be taken away. An admin takes the protection off first: PUT /api/v1/models/${model}/policies/aliases.`;
    super('conflict', 'alias_protected', message);
  }
}

export class AliasRoleError extends PlumblineError {
  constructor(message: string) {
    super('forbidden', 'role_forbidden', message);
  }
}
