import type { FairnessGroupView, FairnessView } from '@plumbline/contracts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli';

const rate = { estimate: 0.25, low: 0.2, high: 0.3, n: 400 };
const group: FairnessGroupView = {
  ...{ group: 'f', n: 400, labelled: 200, selectionRate: rate, ratio: { ...rate, high: null } },
  ...{ falsePositiveRate: rate, precision: null, calibrationError: 0.0123 },
  state: 'violated',
  truePositiveRate: 'undefined',
  undefinedBecause: { truePositiveRate: 'no_positives' },
};
const view: FairnessView = {
  ...{ from: null, to: null, limit: 0.8, minimumGroup: 100, history: [] },
  attributes: [
    {
      ...{ attribute: 'age & sex', kind: 'intersection', verdict: 'violated' },
      ...{ demographicParityDifference: null, disparateImpact: null, equalOpportunityDifference: null },
      measures: [
        {
          ...{ measure: 'demographicParityRatio', limit: 0.8, decides: true, verdict: 'violated', value: rate },
          ...{ group: 'f', against: 'm', leftOut: [{ group: 'tiny', reason: 'suppressed' }] },
        },
      ],
      groups: [group],
    },
  ],
};

describe('plumbline fairness', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(view));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('shows groups and measures with intervals, what was left out and why, and undefined as undefined', async () => {
    const out: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
    const io = { environment, stdout: (line: string) => out.push(line), stderr: () => undefined };
    expect(await runCli(['fairness', 'loan'], io)).toBe(0);
    const text = out.join('\n');
    expect(text).toContain('age & sex: violated');
    expect(text).toMatch(/f +400 +200 +violated +0\.250 \[0\.200, 0\.300\] +0\.250 \[0\.200, -\] +undefined/);
    expect(text).toMatch(/demographicParityRatio .* 0\.8000 +violated +f \/ m +tiny: suppressed/);
  });
});
