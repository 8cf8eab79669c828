import { ACCESS_MATRIX, ROLES } from '@plumbline/contracts';
import { page, code, table } from './markdown-page';

type Allowed = 'public' | readonly string[];

function cells(route: string, allowed: Allowed): string[] {
  const marks = ROLES.map((role) => (allowed === 'public' ? 'public' : allowed.includes(role) ? 'yes' : ''));
  return [code(route.replaceAll('\\', '')), ...marks];
}

export const accessPage = (): string =>
  page('Who may call what', [
    'A route that is not here is refused for everybody. `public` needs no token.',
    ...Object.entries(ACCESS_MATRIX).flatMap(([service, routes]) => [
      `## ${service}`,
      table(
        ['route', ...ROLES],
        Object.entries<Allowed>(routes).map(([route, allowed]) => cells(route, allowed)),
      ),
    ]),
  ]);
