import type { AliasView } from '@plumbline/contracts';
import type { Alias, AliasChange, AliasResult } from '@plumbline/registry-core';
import type { Announcer } from '../wiring/announcer';

export const toAliasView = ({ alias, version, revision, changedAt }: Alias): AliasView => ({
  alias,
  version,
  revision,
  changedAt: changedAt.toISOString(),
});

const VERBS: Readonly<Record<AliasChange['action'], string>> = {
  promote: 'promoted to',
  rollback: 'rolled back to',
  set: 'set to',
  remove: 'taken away from',
};

/** Tells the house that an alias moved; silent when it pointed there already. */
export class AliasChangeNotice {
  constructor(private readonly announcer: Announcer) {}

  async send({ alias, changed }: AliasResult, action: AliasChange['action'], reason: string): Promise<void> {
    if (!changed) return;
    const { model, version, revision } = alias;
    await this.announcer.announce({
      kind: 'alias.changed',
      model,
      summary: `${alias.alias} ${VERBS[action]} version ${version}: ${reason}`,
      detail: { alias: alias.alias, version, revision, action },
    });
  }
}
