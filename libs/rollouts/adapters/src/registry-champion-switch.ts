import { CHAMPION, type PromoteVersion, type RegistryUnitOfWork } from '@plumbline/registry-core';
import type { ChampionSwitch } from '@plumbline/rollouts-core';

/** Promoting what is champion already changes nothing, so a controller may repeat itself. */
export class RegistryChampionSwitch implements ChampionSwitch {
  constructor(
    private readonly unitOfWork: RegistryUnitOfWork,
    private readonly promoteVersion: PromoteVersion,
    /** After the alias moved; not called when it stood there already. */
    private readonly onSwitched: (model: string, version: number) => Promise<void>,
  ) {}

  async current(model: string): Promise<number | null> {
    const alias = await this.unitOfWork.run(({ models }) => models.findAlias(model, CHAMPION));
    return alias?.version ?? null;
  }

  async promote(change: Parameters<ChampionSwitch['promote']>[0]): Promise<void> {
    const { model, version, reason, actor } = change;
    const { changed } = await this.promoteVersion.execute({ model, version, reason, actor });
    if (changed) await this.onSwitched(model, version);
  }
}
