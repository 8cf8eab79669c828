import { join } from 'node:path';
import type { VersionView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { writePackage } from '../packaging/write-package';
import { modelPath } from '../server/paths';
import { parseVersion } from './promote';

interface PackageCommandOptions {
  readonly out: string;
  readonly force?: boolean;
}

/** Beside the built command line. */
const SERVER_FOLDER = join(__dirname, '../inference-package');

export function registerPackage(program: Command, context: CliContext): void {
  program
    .command('package <model> <version>')
    .description('a Docker build context that serves this one version, reproducibly')
    .requiredOption('--out <folder>', 'folder to write; it must not exist or be empty')
    .option('--force', 'replace what is in the folder')
    .action(async (model: string, text: string, { out, force }: PackageCommandOptions, command: Command) => {
      const session = openSession(context, command);
      const { registry } = session.connection;
      const version = await registry.json<VersionView>(`${modelPath(model)}/versions/${parseVersion(text)}`);
      const folder = await writePackage(registry, version, { out, serverFolder: SERVER_FOLDER, force: force ?? false });
      const files = [{ name: 'model.onnx', digest: version.artifactDigest }, ...version.files];
      session.show(
        { model, version: version.version, folder, files },
        () => `${folder}\ndocker build -t ${model} ${folder}`,
      );
    });
}
