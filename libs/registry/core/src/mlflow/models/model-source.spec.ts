import { parseModelSource } from './model-source';

const ID = '0123456789abcdef0123456789abcdef';

describe('the source of a model version', () => {
  it.each([
    [`models:/m-${ID}`, { kind: 'logged-model', id: `m-${ID}` }],
    ['models:/my churn/3', { kind: 'version', model: 'my churn', version: 3 }],
    ['models:/churn@champion', { kind: 'alias', model: 'churn', alias: 'champion' }],
    [`runs:/${ID}/model`, { kind: 'run', runId: ID, path: 'model' }],
    [`runs:/${ID}/a/b/`, { kind: 'run', runId: ID, path: 'a/b' }],
    [`mlflow-artifacts:/1/${ID}/artifacts/model`, { kind: 'artifacts', path: `1/${ID}/artifacts/model` }],
  ])('%s is understood', (source, parsed) => {
    expect(parseModelSource(source)).toEqual(parsed);
  });

  it.each([
    '',
    '/etc/passwd',
    'file:///etc',
    's3://bucket/model',
    'http://169.254.169.254/latest',
    `mlflow-artifacts://evil.example/1/${ID}/artifacts/model`,
    `mlflow-artifacts:/1/${ID}/artifacts/../../x`,
    `mlflow-artifacts:/1/${ID}/artifacts/model#/../../../etc`,
    `mlflow-artifacts:/1/${ID}/artifacts/model?a=/../b`,
    `mlflow-artifacts:/1/${ID}/artifacts/%2e%2e/b`,
    `runs:/${ID}/../../etc`,
    'models:/churn/latest',
    'models:/m-1',
  ])('is never a place that the client chooses: %j', (source) => {
    expect(() => parseModelSource(source)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
