// A process of its own for killedPutConformance: `node <this> ARTIFACT_URL DATA_DIR FILE`.
import { createArtifactStore } from '@plumbline/platform';

const [artifactUrl, dataDir = '.', file = ''] = process.argv.slice(2);
createArtifactStore({ artifactUrl, dataDir })
  .putFile(file)
  .then(
    (stored) => process.stdout.write(`${JSON.stringify(stored)}\n`),
    (error: { code?: string; message: string }) => {
      process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
      process.exitCode = 1;
    },
  );
