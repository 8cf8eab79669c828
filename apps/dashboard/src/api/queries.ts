import type {
  AlertDetailView,
  AlertSilenceView,
  AlertView,
  AliasChangeView,
  AliasView,
  ApprovalView,
  AuditEntryView,
  DeliveryView,
  DeadLetterView,
  DocumentView,
  DriftView,
  FairnessView,
  ImpactView,
  ModelSummaryView,
  Page,
  PerformanceView,
  PredictionView,
  QualityView,
  ReconciliationView,
  RolloutView,
  SegmentSearchView,
  SystemStatusView,
  TrainingRunsView,
  TrainingRunView,
  TokenView,
  UserView,
  VersionView,
  WebhookView,
} from '@plumbline/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiGet, query, segment } from './http';

/** Where a list is asked for, the server may answer a page or the bare list. */
const listOf = <T>(answer: T[] | { items: T[] }): T[] => (Array.isArray(answer) ? answer : answer.items);

/** Keys begin with the resource and, where it belongs to one model, the model: `live/affected-queries.ts` relies on it. */
const one = <T>(key: readonly unknown[], path: string) =>
  queryOptions({ queryKey: key, queryFn: ({ signal }) => apiGet<T>(path, signal) });

const list = <T>(key: readonly unknown[], path: string) =>
  queryOptions({
    queryKey: key,
    queryFn: async ({ signal }) => listOf(await apiGet<T[] | { items: T[] }>(path, signal)),
  });

const pages = <T>(key: readonly unknown[], path: (cursor: string | undefined) => string) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => apiGet<Page<T>>(path(pageParam), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

const ofModel = (model: string, rest: string) => `/models/${segment(model)}${rest}`;

export const statusQuery = () => one<SystemStatusView>(['status'], '/status');
export const modelsQuery = () => list<ModelSummaryView>(['models'], `/models${query({ limit: 200 })}`);
export const modelQuery = (model: string) => one<ModelSummaryView>(['model', model], ofModel(model, ''));
/** Newest first. */
export const versionsQuery = (model: string) =>
  pages<VersionView>(['versions', model], (cursor) => ofModel(model, `/versions${query({ limit: 50, cursor })}`));
export const versionQuery = (model: string, version: number | string) =>
  one<VersionView>(['version', model, String(version)], ofModel(model, `/versions/${segment(String(version))}`));
export type DocumentKind = 'card' | 'gate-report';
/** Without `revision`: the latest. */
export const documentQuery = (model: string, version: number, kind: DocumentKind, revision?: number) =>
  one<DocumentView>(
    ['documents', model, version, kind, revision ?? null],
    ofModel(model, `/versions/${version}/${kind}${query({ revision })}`),
  );
export interface PolicyView {
  readonly kind: string;
  /** 0: nobody has written one, and the defaults hold. */
  readonly revision: number;
  readonly body: unknown;
}
export const policiesQuery = (model: string) => list<PolicyView>(['policies', model], ofModel(model, '/policies'));
export const aliasesQuery = (model: string) => list<AliasView>(['aliases', model], ofModel(model, '/aliases'));
const CHAMPION_HISTORY = '/aliases/champion/history';
/** Latest in effect first. */
export const historyQuery = (model: string) =>
  pages<AliasChangeView>(['aliases', model, 'history'], (cursor) =>
    ofModel(model, `${CHAMPION_HISTORY}${query({ limit: 25, cursor })}`),
  );
/** The first item is what the alias meant then, as far as it is known now. */
export const championAtQuery = (model: string, at: string) =>
  list<AliasChangeView>(['aliases', model, 'at', at], ofModel(model, `${CHAMPION_HISTORY}${query({ at, limit: 1 })}`));

/** Newest first. */
export const approvalsQuery = () =>
  pages<ApprovalView>(['approvals', 'all'], (cursor) => `/approvals${query({ limit: 50, cursor })}`);
export const openApprovalsQuery = () =>
  list<ApprovalView>(['approvals', 'open'], `/approvals${query({ state: 'open', limit: 200 })}`);

export const tokensQuery = () => pages<TokenView>(['tokens'], (cursor) => `/tokens${query({ limit: 100, cursor })}`);
export const usersQuery = () => pages<UserView>(['users'], (cursor) => `/users${query({ limit: 100, cursor })}`);

export const rolloutsQuery = (model: string) => list<RolloutView>(['rollouts', model], ofModel(model, '/rollouts'));
export const rolloutQuery = (id: string) => one<RolloutView>(['rollout', id], `/rollouts/${segment(id)}`);

export const driftQuery = (model: string) => one<DriftView>(['drift', model], ofModel(model, '/drift'));
export const qualityQuery = (model: string) => one<QualityView>(['quality', model], ofModel(model, '/quality'));
export const performanceQuery = (model: string) =>
  one<PerformanceView>(['performance', model], ofModel(model, '/performance'));
/** Searches rows: not asked again whenever a window closes. */
export const segmentSearchQuery = (model: string) =>
  one<SegmentSearchView>(['segment-search', model], ofModel(model, '/performance/segments'));
export const fairnessQuery = (model: string) => one<FairnessView>(['fairness', model], ofModel(model, '/fairness'));
export const impactQuery = (model: string) => one<ImpactView>(['impact', model], ofModel(model, '/impact'));
export const reconciliationQuery = (model: string) =>
  one<ReconciliationView>(['reconciliation', model], ofModel(model, '/reconciliation'));

export const predictionsQuery = (model: string) =>
  pages<PredictionView>(['predictions', model], (cursor) =>
    ofModel(model, `/predictions${query({ limit: 50, cursor })}`),
  );
export const predictionQuery = (id: string) => one<PredictionView>(['prediction', id], `/predictions/${segment(id)}`);

export const trainingRunsQuery = (model?: string) =>
  one<TrainingRunsView>(['training-runs', model ?? null], `/training-runs${query({ model, limit: 50 })}`);
export const trainingRunQuery = (id: string) =>
  one<TrainingRunView>(['training-run', id], `/training-runs/${segment(id)}`);

export const firingAlertsQuery = () =>
  list<AlertView>(['alerts', 'firing'], `/alerts${query({ state: 'firing', limit: 200 })}`);
export interface AlertFilter {
  readonly state?: string | undefined;
  readonly severity?: string | undefined;
  readonly model?: string | undefined;
}
/** Newest first. */
export const alertsQuery = ({ state, severity, model }: AlertFilter) =>
  pages<AlertView>(
    ['alerts', state ?? null, severity ?? null, model ?? null],
    (cursor) => `/alerts${query({ state, severity, model, limit: 50, cursor })}`,
  );
export const alertQuery = (id: string) => one<AlertDetailView>(['alert', id], `/alerts/${segment(id)}`);
/** Those that hold. */
export const silencesQuery = () => list<AlertSilenceView>(['alerts', 'silences'], `/silences${query({ limit: 100 })}`);

export const webhooksQuery = () =>
  pages<WebhookView>(['webhooks'], (cursor) => `/webhooks${query({ limit: 50, cursor })}`);
/** Newest first; what waits moves on within seconds. */
export const deliveriesQuery = (webhookId: string) => ({
  ...pages<DeliveryView>(
    ['webhooks', webhookId, 'deliveries'],
    (cursor) => `/webhooks/${segment(webhookId)}/deliveries${query({ limit: 25, cursor })}`,
  ),
  refetchInterval: 5_000,
});

export interface DeadLetterFilter {
  readonly model?: string | undefined;
  readonly topic?: string | undefined;
  readonly replayed?: boolean | undefined;
}
/** Newest first. */
export const deadLettersQuery = ({ model, topic, replayed }: DeadLetterFilter) =>
  pages<DeadLetterView>(
    ['dead-letters', model ?? null, topic ?? null, replayed ?? null],
    (cursor) => `/dead-letters${query({ model, topic, replayed: replayed?.toString(), limit: 50, cursor })}`,
  );
export const deadLetterQuery = (id: string) => one<DeadLetterView>(['dead-letter', id], `/dead-letters/${segment(id)}`);

export interface AuditFilter {
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
}
export const auditQuery = ({ resourceType, resourceId }: AuditFilter) =>
  pages<AuditEntryView>(
    ['audit', resourceType ?? null, resourceId ?? null],
    (cursor) => `/audit${query({ resourceType, resourceId, limit: 50, cursor })}`,
  );
export const recentAuditQuery = () => list<AuditEntryView>(['audit', 'recent'], `/audit${query({ limit: 30 })}`);

export interface CheckpointView {
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly createdAt: string;
}
export const checkpointQuery = () => one<CheckpointView>(['audit', 'checkpoint'], '/audit/checkpoint');
