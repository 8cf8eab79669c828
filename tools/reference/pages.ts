import { openApiDocument } from '../../apps/registry/src/docs/openapi-document';
import { accessPage } from './access-page';
import { cliPage } from './cli-page';
import { errorCodesPage } from './error-codes-page';
import { jobsAndEventsPage } from './jobs-and-events-page';
import { policiesPage } from './policies-page';
import { settingsPage } from './settings-page';

/** File name under docs/reference -> text. */
export const pages: Readonly<Record<string, string>> = {
  'settings.md': settingsPage(),
  'access.md': accessPage(),
  'jobs-and-events.md': jobsAndEventsPage(),
  'policies.md': policiesPage(),
  'cli.md': cliPage(),
  'error-codes.md': errorCodesPage(),
  'openapi-registry.json': `${JSON.stringify(openApiDocument(), null, 2)}\n`,
};
