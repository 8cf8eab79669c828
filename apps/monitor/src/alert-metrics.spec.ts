import { createMetrics } from '@plumbline/platform';
import { countFiringAlerts } from './alert-metrics';

describe('the gauge of firing alerts', () => {
  it('is what the table says at each scrape, and forgets what is over', async () => {
    let rows: object[] = [{ model: 'loan', rule: 'fairness', severity: 'warning', alerts: 2 }];
    const metrics = createMetrics({ service: 'monitor', processMetrics: false });
    const pool = { query: async () => ({ rows }) } as unknown as Parameters<typeof countFiringAlerts>[1];
    countFiringAlerts(metrics, pool);
    const sample = /^plumbline_alert_firing\{.*model="loan".*rule="fairness".*severity="warning".*\} 2$/m;
    expect(await metrics.text()).toMatch(sample);
    rows = [];
    expect(await metrics.text()).not.toMatch(/^plumbline_alert_firing/m);
  });
});
