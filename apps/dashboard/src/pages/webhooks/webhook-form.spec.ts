import { newWebhookBodySchema } from '@plumbline/contracts';
import { ApiError } from '../../api/api-error';
import { EMPTY_FIELDS, EVENT_GROUPS, fieldProblem, isAtField, isComplete, toBody, toggled } from './webhook-form';

const URL = 'https://hooks.example.com/a';

describe('the form for a new webhook', () => {
  it('offers groups of events that the server takes', () => {
    expect(EVENT_GROUPS).toContain('alert.*');
    expect(newWebhookBodySchema.safeParse({ url: URL, events: EVENT_GROUPS }).success).toBe(true);
  });

  it('is complete with a URL, an event and a model', () => {
    const fields = { ...EMPTY_FIELDS, url: URL };
    expect(isComplete(fields)).toBe(true);
    expect(isComplete({ ...fields, url: ' ' })).toBe(false);
    expect(isComplete({ ...fields, events: [] })).toBe(false);
    expect(isComplete({ ...fields, models: ' , ' })).toBe(false);
  });

  it('sends models one by one', () => {
    expect(toBody({ ...EMPTY_FIELDS, url: ` ${URL} `, models: 'churn-*, my model' })).toEqual({
      ...{ url: URL, description: '', events: ['alert.*'], models: ['churn-*', 'my model'] },
    });
  });

  it('ticks and unticks an event', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });

  it("puts the server's words at the field that they are about", () => {
    const error = new ApiError(422, 'invalid', 'Invalid', 'no', [{ pointer: '/url', detail: 'expected https' }]);
    expect([fieldProblem(error, 'url'), fieldProblem(error, 'events')]).toEqual(['expected https', null]);
    expect([isAtField(error), isAtField(null)]).toEqual([true, false]);
  });
});
