import { parseFilter } from './filter';
import { MODEL_VERSION_GRAMMAR, REGISTERED_MODEL_GRAMMAR, RUN_GRAMMAR } from './grammars';
import { parseOrderBy } from './order-by';
import { readPageToken, toPage } from './search-page';

const invalid = (message: RegExp) =>
  expect.objectContaining({ kind: 'invalid', message: expect.stringMatching(message) });

describe('a filter', () => {
  it.each([
    ["name = 'x'", { entity: 'attribute', key: 'name', comparator: '=', value: 'x' }],
    ["name='it''s'", { entity: 'attribute', key: 'name', comparator: '=', value: "it's" }],
    ['name LIKE "a%"', { entity: 'attribute', key: 'name', comparator: 'LIKE', value: 'a%' }],
    ["`name` ilike 'A_'", { entity: 'attribute', key: 'name', comparator: 'ILIKE', value: 'A_' }],
    ["run_id IN ('a','b')", { entity: 'attribute', key: 'run_id', comparator: 'IN', value: ['a', 'b'] }],
    ["tags.`my key` = 'v'", { entity: 'tag', key: 'my key', comparator: '=', value: 'v' }],
    ['tags."a-b" <> \'v\'', { entity: 'tag', key: 'a-b', comparator: '!=', value: 'v' }],
    ["tag.mlflow.user != 'v'", { entity: 'tag', key: 'mlflow.user', comparator: '!=', value: 'v' }],
    ['tags.k IS NOT NULL', { entity: 'tag', key: 'k', comparator: 'IS NOT NULL', value: null }],
    ['version_number >= 3', { entity: 'attribute', key: 'version_number', comparator: '>=', value: 3 }],
  ])('reads %s', (filter, condition) => {
    expect(parseFilter(filter, MODEL_VERSION_GRAMMAR)).toEqual([condition]);
  });

  it('reads what clients append to every search of registered models', () => {
    const appended = "name LIKE '%a%' AND tag.`mlflow.prompt.is_prompt` != 'true'";
    expect(parseFilter(appended, REGISTERED_MODEL_GRAMMAR)).toEqual([
      { entity: 'attribute', key: 'name', comparator: 'LIKE', value: '%a%' },
      { entity: 'tag', key: 'mlflow.prompt.is_prompt', comparator: '!=', value: 'true' },
    ]);
  });

  it('compares metrics as numbers and params as text', () => {
    expect(
      parseFilter("metrics.auc > 0.8 and params.depth = '6' AND attributes.status='FINISHED'", RUN_GRAMMAR),
    ).toEqual([
      { entity: 'metric', key: 'auc', comparator: '>', value: 0.8 },
      { entity: 'param', key: 'depth', comparator: '=', value: '6' },
      { entity: 'attribute', key: 'status', comparator: '=', value: 'FINISHED' },
    ]);
  });

  it.each([undefined, '', '  '])('may be empty (%j)', (filter) => {
    expect(parseFilter(filter, RUN_GRAMMAR)).toEqual([]);
  });

  it.each([
    ["metrics.auc > '0.8'", /Expected a number for metric 'auc'/],
    ['params.depth = 6', /quoted string value/],
    ["metrics.auc LIKE '%'", /Invalid comparator 'LIKE'/],
    ["status = 'x' OR status = 'y'", /joined by AND only; found 'OR'/],
    ["color = 'x'", /Invalid attribute key 'color'.*run_id/],
    ["traces.x = 'y'", /Invalid entity type 'traces'/],
    ["run_id IN ('a', )", /quoted string values/],
    ["run_id IN ('a'", /not closed/],
    ["name = 'x", /can not be read from here/],
    ['status =', /Found the end/],
    ['status', /Invalid comparator 'the end'/],
    ["status = 'a' AND", /found 'the end'/],
    ['; DROP TABLE model', /can not be read/],
  ])('refuses %s and says why', (filter, message) => {
    expect(() => parseFilter(filter, RUN_GRAMMAR)).toThrow(
      expect.objectContaining({ kind: 'invalid', message: expect.stringMatching(message) }),
    );
  });
});

describe('order_by', () => {
  it('reads a name and a direction', () => {
    expect(parseOrderBy(['metrics.`a b` DESC', 'start_time', 'attribute.run_id asc'], RUN_GRAMMAR)).toEqual([
      { entity: 'metric', key: 'a b', ascending: false },
      { entity: 'attribute', key: 'start_time', ascending: true },
      { entity: 'attribute', key: 'run_id', ascending: true },
    ]);
  });

  it.each(['', 'start_time DOWN', 'start_time ASC extra', 'nothing ASC'])('refuses %j', (clause) => {
    expect(() => parseOrderBy([clause], RUN_GRAMMAR)).toThrow(invalid(/Invalid/));
  });
});

describe('pages', () => {
  it('follow each other by tokens', () => {
    const first = toPage([1, 2, 3], { limit: 2, offset: 0 });
    expect(first.items).toEqual([1, 2]);
    expect(readPageToken(first.nextPageToken ?? '')).toBe(2);
    expect(toPage([3], { limit: 2, offset: 2 })).toEqual({ items: [3], nextPageToken: null });
  });

  it.each(['abc', Buffer.from('after -1').toString('base64url')])('refuse the token %s', (token) => {
    expect(() => readPageToken(token)).toThrow(invalid(/page token/));
  });
});
