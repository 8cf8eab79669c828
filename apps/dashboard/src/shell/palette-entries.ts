import type { ModelSummaryView } from '@plumbline/contracts';

export interface PaletteEntry {
  readonly label: string;
  readonly hint: string;
  readonly to: string;
}

const TABS = ['versions', 'rollouts', 'drift', 'performance', 'fairness', 'impact', 'predictions', 'retraining'];
const PAGES: readonly PaletteEntry[] = [
  { label: 'Overview', hint: 'page', to: '/' },
  { label: 'Approvals', hint: 'page', to: '/approvals' },
  { label: 'Alerts', hint: 'page', to: '/alerts' },
  { label: 'Retraining', hint: 'page', to: '/retraining' },
  { label: 'Dead letters', hint: 'page', to: '/dead-letters' },
  { label: 'Audit', hint: 'page', to: '/audit' },
  { label: 'Access: tokens and people', hint: 'page', to: '/access' },
  { label: 'Webhooks', hint: 'page', to: '/webhooks' },
];
const SHOWN = 12;

/** Every word of the text must occur: "chu dri" finds churn's drift. */
export function findEntries(models: readonly ModelSummaryView[], text: string): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const ofModels = models.map(({ name }) => ({
    label: name,
    hint: 'model',
    to: `/models/${encodeURIComponent(name)}`,
  }));
  const tabs = models.flatMap(({ name }) =>
    TABS.map((tab) => ({ label: `${name} ${tab}`, hint: 'tab', to: `/models/${encodeURIComponent(name)}/${tab}` })),
  );
  const all = words.length > 0 ? [...ofModels, ...PAGES, ...tabs] : [...ofModels, ...PAGES];
  return all.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word))).slice(0, SHOWN);
}
