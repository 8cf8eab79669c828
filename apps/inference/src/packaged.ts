import { resolve } from 'node:path';
import { createLogger, shutDownOnSignal } from '@plumbline/platform';
import { readPackagedSettings } from './env';
import { buildOpenApi } from './openapi/build-openapi';
import { readPackage } from './packaged/package-folder';
import { servePackage } from './packaged/serve-package';

/** `node server.js [folder]` serves the package; `node server.js openapi [folder]` prints its API and ends. */
async function main([first, second]: readonly string[]): Promise<void> {
  if (first === 'openapi') {
    const { model, version, signature } = await readPackage(resolve(second ?? __dirname));
    process.stdout.write(`${JSON.stringify(buildOpenApi([{ model, version, signature }]), null, 2)}\n`);
    return;
  }
  const settings = readPackagedSettings();
  const logger = createLogger({ service: 'package', level: settings.LOG_LEVEL });
  const { server, grpc, close } = await servePackage(resolve(first ?? __dirname), settings, logger);
  shutDownOnSignal(close, { logger });
  const { BIND_ADDRESS: host, INFERENCE_PORT, INFERENCE_GRPC_PORT } = settings;
  const grpcPort = await grpc.start(host, INFERENCE_GRPC_PORT);
  const rest = await server.listen({ host, port: INFERENCE_PORT });
  logger.info({ rest, grpc: `${host}:${grpcPort}` }, 'predictions are served');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
