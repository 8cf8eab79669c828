import { ApiError } from '../../api/api-error';
import type { Session } from '../../session/session';
import { emptyFields, expiriesFor, fieldProblem, isAtField, isComplete, rolesToGive, toBody } from './new-token-form';

const session = (given: Partial<Session> = {}): Session => ({
  name: 'eve',
  role: 'engineer',
  models: ['*'],
  person: 'token:eve',
  ...given,
});

describe('the form for a new token', () => {
  it('offers no role that may do what the maker may not, the weakest first', () => {
    expect(rolesToGive(session())).toEqual(['predict', 'viewer', 'engineer']);
    expect(rolesToGive(session({ role: 'approver' }))).toEqual(['viewer', 'approver']);
    expect(rolesToGive(session({ role: 'admin' }))).toHaveLength(5);
    expect(emptyFields(session({ role: 'predict' })).role).toBe('predict');
  });

  it('offers a token without end only to an admin of every model', () => {
    const never = { value: 'never', label: 'never' };
    expect(expiriesFor(session({ role: 'admin' }))).toContainEqual(never);
    expect(expiriesFor(session({ role: 'admin', models: ['churn'] }))).not.toContainEqual(never);
    expect(expiriesFor(session())).not.toContainEqual(never);
  });

  it('sends the models one by one, keeps spaces inside their names, and starts with the scope of the maker', () => {
    const fields = { ...emptyFields(session({ models: ['churn-*', 'my model'] })), name: ' ci ' };
    expect(toBody(fields)).toEqual({
      name: 'ci',
      role: 'predict',
      models: ['churn-*', 'my model'],
      expiresInDays: 90,
    });
    expect(toBody({ ...fields, expiry: 'never' }).expiresInDays).toBeNull();
  });

  it('is not complete without a name or a model', () => {
    const fields = { ...emptyFields(session()), name: 'ci' };
    expect(isComplete(fields)).toBe(true);
    expect(isComplete({ ...fields, name: '  ' })).toBe(false);
    expect(isComplete({ ...fields, models: ' , ' })).toBe(false);
  });

  it("puts the server's words at the field that they are about", () => {
    const error = new ApiError(422, 'invalid', 'Invalid', 'no', [{ pointer: '/models/1', detail: 'expected a name' }]);
    expect(fieldProblem(error, 'models')).toBe('expected a name');
    expect(fieldProblem(error, 'name')).toBeNull();
    expect(fieldProblem(null, 'name')).toBeNull();
    expect(isAtField(error)).toBe(true);
    expect(isAtField(new ApiError(409, 'token_name_taken', 'Conflict', 'taken'))).toBe(false);
  });
});
