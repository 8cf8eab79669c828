export { PrismaRolloutUnitOfWork } from './prisma-rollouts';
export { RolloutViewsQuery } from './rollout-views.query';
export { RolloutRowsQuery } from './rollout-rows.query';
export { RolloutBacktestQuery } from './rollout-backtest.query';
export { RegistryChampionSwitch, type ChampionNotices } from './registry-champion-switch';
export { MonitoredEvidence } from './evidence/monitored-evidence';
export { BusRolloutAnnouncer } from './bus-rollout-announcer';
