import { alertingPolicySchema } from './alerting-policy';

const problemsOf = (rules: object[]) => alertingPolicySchema.safeParse({ rules }).error?.issues ?? [];

describe('the alerting policy', () => {
  it('is by default one rule for everything that is judged as a whole', () => {
    const told = ['webhook', 'email'];
    const once = { raise: { count: 1, of: 1 }, resolve: { count: 1, of: 1 }, subject: '*', silencedHours: [] };
    expect(alertingPolicySchema.parse({}).rules).toEqual([
      { name: 'drift', watch: 'drift', severity: 'warning', routes: [...told, 'retraining'], ...once },
      { name: 'performance', watch: 'performance', severity: 'critical', routes: [...told, 'retraining'], ...once },
      ...['fairness', 'quality', 'stream', 'attribution_drift'].map((name) => ({
        ...{ name, watch: name, severity: 'warning', routes: told, ...once },
      })),
      {
        ...{ name: 'freshness', watch: 'freshness', severity: 'warning', routes: told, ...once },
        condition: { above: 86_400_000 },
      },
    ]);
  });

  it('asks for a condition where the watched thing has no verdict of its own', () => {
    expect(problemsOf([{ name: 'quiet', watch: 'volume' }])).toMatchObject([{ path: ['rules', 0, 'condition'] }]);
    expect(problemsOf([{ name: 'quiet', watch: 'volume', condition: { below: 10 } }])).toEqual([]);
    expect(problemsOf([{ name: 'quiet', watch: 'volume', condition: {} }])).toHaveLength(1);
  });

  it.each([
    [{ raise: { count: 3, of: 2 } }, 'count is at most of'],
    [{ silencedHours: [{ from: '22:00', to: '24:00' }] }, 'expected a time of day such as 22:30'],
    [{ silencedHours: [{ from: '22:00', to: '06:00', timeZone: 'Mars/Base' }] }, 'expected a time zone'],
    [{ name: 'Drift!' }, 'expected lower-case letters'],
  ])('refuses %j', (change, message) => {
    const [problem] = problemsOf([{ name: 'drift', watch: 'drift', ...change }]);
    expect(problem?.message).toContain(message);
  });

  it('has one rule of a name', () => {
    const rule = { name: 'drift', watch: 'drift' };
    expect(problemsOf([rule, rule])[0]?.message).toBe('two rules have one name');
  });
});
