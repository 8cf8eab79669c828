import { whyNot } from './permissions';

describe('what a role is offered', () => {
  it('lets an engineer pause but only an admin promote', () => {
    expect(whyNot('engineer', 'POST /api/v1/rollouts/:id/pause')).toBeNull();
    expect(whyNot('engineer', 'POST /api/v1/rollouts/:id/promote')).toContain('Needs the role admin;');
    expect(whyNot('admin', 'POST /api/v1/rollouts/:id/promote')).toBeNull();
  });

  it('offers nobody anything before the role is known', () => {
    expect(whyNot(undefined, 'POST /api/v1/models/:model/retrain')).toContain('nobody');
  });

  it('names the roles that may, and the one at hand', () => {
    expect(whyNot('approver', 'POST /api/v1/models/:model/retrain')).toBe(
      'Needs the role engineer or admin; you are signed in as approver.',
    );
    expect(whyNot('admin', 'POST /api/v1/models/:model/retrain')).toBeNull();
  });
});
