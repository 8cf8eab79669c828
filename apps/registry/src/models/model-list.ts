import type { ModelSummaryView, Page } from '@plumbline/contracts';
import type { RegisteredModel, RegistryViewsQuery } from '@plumbline/registry-adapters';
import { sharesOf, type ModelFigures, type ModelFiguresQuery } from './model-figures.query';
import { modelStatus } from './model-status.policy';

function toSummary(model: RegisteredModel, figures: ModelFigures): ModelSummaryView {
  const { championVersion, createdAt, hasReference, ...plain } = model;
  const { predictions, labelled, labelCoverage, driftedFeatures, testedFeatures, logLoss, rollout } = figures;
  return {
    ...plain,
    ...modelStatus({ ...figures, championVersion, hasReference }),
    championVersion,
    serving: sharesOf(championVersion, rollout),
    rolloutId: rollout?.id ?? null,
    predictions,
    labelled,
    labelCoverage,
    driftedFeatures,
    testedFeatures,
    logLoss,
    createdAt: createdAt.toISOString(),
  };
}

/** Models as the dashboard lists them: the registry's rows and what the other contexts know of them. */
export class ModelList {
  constructor(
    private readonly views: RegistryViewsQuery,
    private readonly figures: ModelFiguresQuery,
  ) {}

  async page(cursor: string | null, limit: number): Promise<Page<ModelSummaryView>> {
    const { items, nextCursor } = await this.views.models(cursor, limit);
    return { items: await this.summaries(items), nextCursor };
  }

  async one(name: string): Promise<ModelSummaryView> {
    const [summary] = await this.summaries([await this.views.model(name)]);
    return summary as ModelSummaryView;
  }

  private async summaries(models: readonly RegisteredModel[]): Promise<ModelSummaryView[]> {
    const figures = await this.figures.of(models.map(({ name }) => name));
    return models.flatMap((model) => {
      const known = figures.get(model.name);
      return known ? [toSummary(model, known)] : [];
    });
  }
}
