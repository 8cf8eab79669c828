import { RefusedError } from '../server/server.errors';
import { inRowsOf } from './predict';

const table = { file: 'rows.csv', range: { from: 1_000, to: 2_000 } };

describe('a refused prediction', () => {
  it('names the row of the file and its column', () => {
    const errors = [{ pointer: '/instances/2/emp.var~1rate', detail: 'expected a number' }];
    const error = new RefusedError(422, { code: 'instances_invalid', detail: 'see errors', errors }, null);
    expect((inRowsOf(table, 500, error) as Error).message).toBe(
      'instances_invalid: rows.csv does not fit what the model takes\n  row 1503, column emp.var/rate: expected a number',
    );
  });

  it('stays as it is when it is not about rows', () => {
    const error = new RefusedError(404, { code: 'model_not_found', detail: 'no such model' }, null);
    expect(inRowsOf(table, 0, error)).toBe(error);
  });
});
