import { createPool, systemClock } from '@plumbline/platform';
import { ErrorStreams } from '../streams/error-streams';
import { VersionCatalog } from '../versions/version-catalog';

export interface StreamProcessOptions {
  readonly databaseUrl: string;
  readonly model: string;
}

/** Feeds the streams of a model in small batches until the process is killed. */
async function main({ databaseUrl, model }: StreamProcessOptions): Promise<void> {
  const streams = new ErrorStreams(createPool(databaseUrl), new VersionCatalog(systemClock), 20);
  for (;;) {
    if ((await streams.advance(model)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

main(JSON.parse(process.argv[2] ?? '{}') as StreamProcessOptions).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
