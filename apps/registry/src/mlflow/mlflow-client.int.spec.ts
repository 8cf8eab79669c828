import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  admissionScript,
  describeWithPython,
  describeWithServer,
  testDatabase,
  type TestDatabase,
} from '@plumbline/testing';
import { MlflowWorld } from './mlflow-world.builder';

const NOTEBOOK = join(__dirname, '../../../../tools/mlflow/notebook.py');
const run = promisify(execFile);
const refused = (code: string, message: RegExp) => ({ code, message: expect.stringMatching(message) });

describeWithServer('database', 'MLflow', () => {
  let database: TestDatabase;
  let world: MlflowWorld;
  beforeAll(async () => {
    database = await testDatabase();
    world = await MlflowWorld.start({ databaseUrl: database.url, admissionScript: admissionScript() });
    await world.push('pushed');
    const policy = { protected: [{ alias: 'protected', approvals: 1, roles: ['approver', 'admin'] }] };
    const answer = await world.call('PUT', '/api/v1/models/pushed/policies/aliases', policy);
    expect(answer.status).toBe(200);
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await database.drop();
  });

  /** MLflow's two ways to send a token. */
  const credentials = (major: string, token: string) =>
    major === '2'
      ? { MLFLOW_TRACKING_USERNAME: 'ana', MLFLOW_TRACKING_PASSWORD: token }
      : { MLFLOW_TRACKING_TOKEN: token };

  describe.each(['2', '3'] as const)('%s', (major) => {
    describeWithPython(
      `tools/mlflow/requirements-${major}.txt`,
      `a stock client of MLflow ${major} from PyPI`,
      (python) => {
        /** What the notebook printed. */
        let facts: Record<string, unknown>;
        const name = `nb${major}`;

        beforeAll(async () => {
          const env = {
            PATH: '/usr/bin:/bin',
            HOME: '/nonexistent',
            MLFLOW_TRACKING_URI: world.url,
            GIT_PYTHON_REFRESH: 'quiet',
          };
          const options = { env: { ...env, ...credentials(major, world.adminToken) }, maxBuffer: 2 ** 26 };
          const { stdout } = await run(python, [NOTEBOOK, name, 'pushed'], options);
          facts = JSON.parse(stdout) as Record<string, unknown>;
        }, 300_000);

        it('is of that version', () => {
          expect(facts.version).toMatch(new RegExp(`^${major}\\.`));
        });

        it('tracks parameters, metrics with their steps, tags, data and files', () => {
          expect(facts.run).toEqual({
            params: { depth: '6', rate: '0.1', note: "a 'quoted' word", seed: '7' },
            metrics: { loss: 0.4, auc: 0.83, f1: 0.8125 },
            brokenIsNan: true,
            team: 'retention',
            status: 'FINISHED',
            inputs: ['customers'],
          });
          expect(facts.lossHistory).toEqual([
            [0, 0.9],
            [1, 0.5],
            [2, 0.4],
          ]);
          expect(facts.artifacts).toEqual(['notes/long.txt', 'notes/settings.json']);
          expect(facts.downloadedBytes).toBe(100_000);
        });

        it('registers versions that know their run, and moves aliases', () => {
          expect([facts.firstVersionRun, facts.secondVersionRun]).toEqual([true, true]);
          expect(facts.byAlias).toEqual(['2', 'READY', { checked: 'yes' }, 'the better one']);
          expect(facts.model).toEqual({
            aliases: { champion: '2', fallback: '1' },
            latest: ['2'],
            tags: { owner: 'ana' },
          });
          expect(facts.aliasesAfterDelete).toEqual(['champion']);
          expect(facts.copied).toEqual([`copy ${name}`, '1', 'READY']);
        });

        it('searches runs, versions and models, page by page', () => {
          expect(facts.searchRuns).toEqual({
            all: ['second', 'first'],
            metric: ['second'],
            param: ['first'],
            tag: ['first'],
            tagNot: ['second'],
            frame: 2,
          });
          expect(facts.searchVersions).toEqual({
            name: ['1', '2'],
            tag: ['2'],
            run: [`Churn Notebook ${name}`, `copy ${name}`],
          });
          const model = [`Churn Notebook ${name}`];
          expect(facts.searchModels).toEqual({ like: model, ilike: model, tag: model });
          expect(facts.paged).toEqual(['second', 'first']);
        });

        it('loads by alias, by version, with external data and what was pushed without MLflow, to the same scores', () => {
          for (const which of ['championDifference', 'pyfuncDifference', 'wideDifference', 'pushedDifference'])
            expect(facts[which]).toBeLessThan(1e-6);
          expect(facts.pushedSource).toBe('mlflow-artifacts:/plumbline/pushed/1');
        });

        it('is told why a model is refused, and what to do; nothing is registered then', () => {
          expect(facts.pickle).toEqual(
            refused('INVALID_PARAMETER_VALUE', /no onnx flavor.*mlflow\.onnx\.log_model.*plumbline convert/s),
          );
          expect(facts.customOperator).toEqual(refused('INVALID_PARAMETER_VALUE', /com\.acme|Magic/));
          expect(facts.foreignSource).toEqual(refused('INVALID_PARAMETER_VALUE', /Invalid model version source/));
          expect(facts.refusedVersions).toEqual([0, 0]);
        });

        it('reads errors as those of its own server', () => {
          expect(facts.changedParam).toEqual(refused('INVALID_PARAMETER_VALUE', /Changing param values/));
          expect(facts.badName).toEqual(refused('INVALID_PARAMETER_VALUE', /1 to 128 letters, digits/));
          expect(facts.existing).toEqual(refused('RESOURCE_ALREADY_EXISTS', /already exists/));
          for (const what of ['unknownModel', 'unknownVersion', 'unknownAlias', 'unknownRun'])
            expect(facts[what]).toEqual(refused('RESOURCE_DOES_NOT_EXIST', /not found/));
          expect(facts.badFilter).toEqual(refused('INVALID_PARAMETER_VALUE', /Invalid attribute key 'color'/));
          expect(facts.location).toEqual(refused('INVALID_PARAMETER_VALUE', /artifact_location can not be chosen/));
        });

        it('is refused a protected alias, with the approval request that now waits', () => {
          expect(facts.protected).toEqual(refused('PERMISSION_DENIED', /approval request [0-9a-f-]{36} waits/));
        });
      },
    );
  });
});
