import { accessPage } from './access-page';
import { jobsAndEventsPage } from './jobs-and-events-page';
import { policiesPage } from './policies-page';
import { settingsPage } from './settings-page';

/** File name under docs/reference -> text. */
export const pages: Readonly<Record<string, string>> = {
  'settings.md': settingsPage(),
  'access.md': accessPage(),
  'jobs-and-events.md': jobsAndEventsPage(),
  'policies.md': policiesPage(),
};
