import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { RunningProduct } from '../product/running-product.builder';
import { describeWithBrowser, launchBrowser } from './browser.builder';

const MODEL = 'loan';
const KINDS = join(process.cwd(), 'tools/oracles/model-kinds');

/** Two people and an admin, each in a browser of their own. */
describeWithBrowser()('people who work together in the dashboard', () => {
  let product: RunningProduct;
  let browser: Browser;

  beforeAll(async () => {
    product = await RunningProduct.start({ DATABASE_URL: '', REDIS_URL: '', KAFKA_BROKERS: '' });
    browser = await launchBrowser();
    const reference = ['--reference', join(KINDS, 'loan.reference.csv'), '--label', 'defaulted'];
    for (const kind of ['logistic', 'gradient-boosting']) {
      const { code, stderr } = await product.cli(
        'push',
        join(KINDS, kind, 'model.onnx'),
        '--name',
        MODEL,
        ...reference,
      );
      if (code !== 0) throw new RangeError(`push of ${kind}: ${stderr}`);
    }
    await product.cli('promote', MODEL, '1', '--reason', 'the first');
    const rule = join(product.folder, 'aliases.json');
    writeFileSync(rule, JSON.stringify({ protected: [{ alias: 'champion', approvals: 1 }] }));
    await product.cli('policy', 'set', MODEL, 'aliases', rule);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  async function tokenOf(name: string, role: string): Promise<string> {
    const { body } = await product.post('registry', '/api/v1/tokens', { name, role });
    return (body as { token: string }).token;
  }

  async function signedIn(token: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${product.urls.registry}/login#token=${token}`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    return page;
  }

  const champion = async (): Promise<unknown> => {
    const { body } = await product.request('registry', `/api/v1/models/${MODEL}/aliases/champion`);
    return (body as { version: number }).version;
  };

  async function giveReason(page: Page, reason: string, confirm: string): Promise<void> {
    await page.getByRole('dialog').getByLabel('Reason').fill(reason);
    await page.getByRole('dialog').getByRole('button', { name: confirm }).click();
  }

  it('moves the champion by the approval of a second person, and shows it to the first without a reload', async () => {
    const eve = await signedIn(await tokenOf('eve', 'engineer'));
    const ana = await signedIn(await tokenOf('ana', 'approver'));

    await eve.goto(`${product.urls.registry}/models/${MODEL}/versions/2`);
    await eve.getByRole('button', { name: 'Promote' }).click();
    await eve.getByText('this asks for 1 approval by other people').waitFor();
    await giveReason(eve, 'trees beat the line', 'Ask for approval');
    await eve.getByText('waits for 1 approval by other people').waitFor();
    expect(await champion()).toBe(1);

    await ana.getByRole('link', { name: /^Approvals\s*1/ }).click();
    const request = ana.getByRole('article', { name: `v2 as champion of ${MODEL}` });
    await request.getByText('trees beat the line').waitFor();

    await eve.goto(`${product.urls.registry}/approvals`);
    const own = eve.getByRole('button', { name: /^Approve v2/ });
    await own.waitFor();
    expect(await own.isDisabled()).toBe(true);
    await eve.goto(`${product.urls.registry}/models/${MODEL}`);
    await eve.getByText('v2 waits to become champion: 0 of 1 approval given.').waitFor();

    await request.getByRole('button', { name: /^Approve/ }).click();
    await giveReason(ana, 'the gate report is fine', 'Approve');
    await ana.getByText('Nothing waits for an approval.').waitFor();
    expect(await champion()).toBe(2);

    await eve.getByRole('img', { name: /^Serving: v2 100/ }).waitFor();
    const history = eve.getByRole('region', { name: 'Champion history' });
    await history.getByText('promoted after v1').waitFor();
    expect(await history.innerText()).toMatch(/Approved\s+by ana/);
  }, 90_000);

  it('makes a token, which works until it is revoked', async () => {
    const admin = await signedIn(product.env['PLUMBLINE_TOKEN'] ?? '');
    await admin.goto(`${product.urls.registry}/access`);
    await admin.getByRole('button', { name: 'New token' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('batch-job');
    await dialog.getByRole('combobox', { name: 'Role' }).selectOption('viewer');
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    await dialog.getByText('it is shown this once').waitFor();
    const token = await dialog.getByText(/^plb_/).innerText();
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    expect(await admin.getByText(token).count()).toBe(0);

    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` };
      return (await product.request('registry', '/api/v1/models', { headers })).status;
    };
    expect(await ask()).toBe(200);

    const row = admin.getByRole('row', { name: /^batch-job/ });
    await row.getByRole('button', { name: 'Revoke batch-job' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
    await admin.getByRole('link', { name: /All$/ }).click();
    await row.getByText('Revoked', { exact: true }).waitFor();
    const deadline = Date.now() + 5_000;
    while ((await ask()) !== 401 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ask()).toBe(401);
  }, 60_000);
});
