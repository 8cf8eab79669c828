import { may, whyNot } from './permissions';

describe('what a role is offered', () => {
  it('lets an engineer pause but only an admin promote', () => {
    expect(may('engineer', 'POST /api/v1/rollouts/:id/pause')).toBe(true);
    expect(may('engineer', 'POST /api/v1/rollouts/:id/promote')).toBe(false);
    expect(may('admin', 'POST /api/v1/rollouts/:id/promote')).toBe(true);
  });

  it('offers nobody anything before the role is known', () => {
    expect(may(undefined, 'POST /api/v1/models/:model/retrain')).toBe(false);
  });

  it('names the roles that may, and the one at hand', () => {
    expect(whyNot('risk', 'POST /api/v1/models/:model/retrain')).toBe(
      'Needs the role admin or engineer; you are signed in as risk.',
    );
    expect(whyNot('admin', 'POST /api/v1/models/:model/retrain')).toBeNull();
  });
});
