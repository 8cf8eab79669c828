import { Module } from '@nestjs/common';
import { LabelSettlement, VersionCatalog, WindowRetention } from '@plumbline/monitoring-adapters';
import { systemClock } from '@plumbline/platform';
import type { Pool } from 'pg';
import { POOL } from './tokens';

/** What keeps the monitor's tables true and small beside ingestion: jobs, so that one worker at a time does it. */
const providers = [
  { provide: VersionCatalog, useFactory: () => new VersionCatalog(systemClock) },
  {
    provide: LabelSettlement,
    inject: [POOL, VersionCatalog],
    useFactory: (pool: Pool, versions: VersionCatalog) => new LabelSettlement(pool, versions),
  },
  {
    provide: WindowRetention,
    inject: [POOL, VersionCatalog],
    useFactory: (pool: Pool, versions: VersionCatalog) => new WindowRetention(pool, versions),
  },
];

@Module({ providers, exports: [LabelSettlement, WindowRetention] })
export class MonitoringUpkeepModule {}
