import { aliasNameProblem } from './alias-name';

describe('aliasNameProblem', () => {
  it.each(['champion', 'challenger', 'Prod_EU', 'v1-beta', '2026.11', 'a'.repeat(255), '_private'])(
    'allows %s, as MLflow does',
    (alias) => expect(aliasNameProblem(alias)).toBeNull(),
  );

  it.each([
    'latest',
    'Latest',
    'v1',
    'V12',
    '3',
    '007',
    'Champion',
    '',
    'a b',
    '..',
    '-x',
    'a/b',
    'ä',
    'a'.repeat(256),
  ])('refuses %j and says why', (alias) => expect(aliasNameProblem(alias)).toEqual(expect.stringMatching(/\w{3}/)));
});
