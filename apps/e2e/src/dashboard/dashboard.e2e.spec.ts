import type { Browser, Page } from 'playwright-core';
import { RunningProduct } from '../product/running-product.builder';
import { describeWithBrowser, launchBrowser } from './browser.builder';

const MOST_CLICKS = 3;

let url: string;
let token: string;

async function openRollout(): Promise<{ id: string; model: string; candidateVersion: number } | undefined> {
  const ask = async (path: string) => {
    const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    return response.json();
  };
  const { items } = (await ask('/models')) as { items: { rolloutId: string | null }[] };
  const id = items.find(({ rolloutId }) => rolloutId)?.rolloutId;
  return id ? ((await ask(`/rollouts/${id}`)) as Awaited<ReturnType<typeof openRollout>>) : undefined;
}

/** Counts what a person would have to click. */
class Clicks {
  made = 0;
  constructor(readonly page: Page) {}
  async on(role: 'link' | 'button', name: string | RegExp): Promise<void> {
    this.made++;
    await this.page.getByRole(role, { name }).first().click();
  }
}

/** The product as a newcomer starts it, with the demo's story. */
describeWithBrowser()('the dashboard in a browser', () => {
  let product: RunningProduct;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    product = await RunningProduct.start({ PLUMBLINE_DEMO: '1', DATABASE_URL: '', REDIS_URL: '', KAFKA_BROKERS: '' });
    url = product.urls.registry;
    token = product.env['PLUMBLINE_TOKEN'] ?? '';
    await product.logged('as a canary', 120_000);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.setDefaultTimeout(15_000);
    await page.goto(`${url}/login#token=${token}`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('leaves no token in the address after signing in', () => {
    expect(page.url()).toBe(`${url}/`);
  });

  it('tells a refused token plainly and stays on the sign-in page', async () => {
    const stranger = await browser.newPage();
    await stranger.goto(`${url}/login#token=plb_not-a-token`);
    await stranger.getByText('This token is not known here').waitFor();
    expect(stranger.url()).toBe(`${url}/login`);
    await stranger.goto(`${url}/alerts`);
    await stranger.getByLabel('API token').waitFor();
    expect(new URL(stranger.url()).searchParams.get('next')).toBe('/alerts');
    await stranger.close();
  });

  it('answers in one minute and three clicks what fails, what serves, how the canary does, and pauses it with a reason', async () => {
    const rollout = await openRollout();
    if (!rollout) throw new Error('The stack has no open rollout: start it with its demo and look again.');
    const { model, candidateVersion } = rollout;
    const clicks = new Clicks(page);
    const startedAt = Date.now();
    await page.goto(`${url}/`);

    const counts = page.getByRole('group', { name: 'Models by status' });
    await counts.getByText('Failing').waitFor();
    await counts.getByText('Watch').waitFor();

    const row = page.getByRole('row', { name: new RegExp(`^${model}`) });
    await row.getByRole('img', { name: new RegExp(`^Serving: v\\d+ .*, v${candidateVersion} .*%`) }).waitFor();
    expect(await row.getByRole('cell').last().innerText()).toMatch(/^\d+\s%$/);

    const underWay = page.getByRole('region', { name: 'Rollouts under way' });
    await underWay
      .getByText(/(Better|Not worse|Worse|Not enough evidence)/)
      .first()
      .waitFor();
    expect(await underWay.innerText()).toMatch(/n \d/);

    await clicks.on('link', new RegExp(`^${model} v\\d+ → v${candidateVersion}$`));
    await clicks.on('button', 'Pause');
    await page.getByLabel('Reason').fill('one-minute test');
    clicks.made++;
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByText('one-minute test').first().waitFor();

    expect(clicks.made).toBeLessThanOrEqual(MOST_CLICKS);
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    await resume(page);
  }, 90_000);

  it.each(['versions', 'drift', 'performance', 'fairness', 'predictions', 'retraining'])(
    'shows the tab %s without an error',
    async (tab) => {
      await page.goto(`${url}/`);
      const name = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').last().getAttribute('href');
      await page.goto(`${url}${name}/${tab}`);
      await page.locator('.pl-panel, .pl-state').first().waitFor();
      expect(await page.locator('.pl-state-error').count()).toBe(0);
      expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
    },
  );
});

async function resume(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByLabel('Reason').fill('the one-minute test is over');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
}
