import { fileFor } from './file-for';

const files = new Set(['index.html', 'assets/app-1a2b.js', 'favicon.svg']);

describe('fileFor', () => {
  it.each([
    ['/', 'index.html'],
    ['/models/churn/drift', 'index.html'],
    ['/models/churn-2.1', null],
    ['/assets/app-1a2b.js', 'assets/app-1a2b.js'],
    ['/favicon.svg', 'favicon.svg'],
    ['/assets/gone.js', null],
    ['/api/v1/nothing', null],
    ['/api', null],
    ['/metrics', null],
    ['/health/live', null],
    ['/docs', null],
    ['/openapi.json', null],
    ['/../package.json', null],
  ])('%s is answered by %s', (path, file) => {
    expect(fileFor(path, files)).toBe(file);
  });

  it('answers nothing when the dashboard was not built', () => {
    expect(fileFor('/', new Set())).toBeNull();
  });
});
