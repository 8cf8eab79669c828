import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE, ROLES } from '@plumbline/contracts';
import { page, code, table } from './markdown-page';

type Allowed = 'public' | readonly string[];

/** What a token whose models are not `*` may do there. */
function scopeCell(service: string, route: string, allowed: Allowed): string {
  const kept: readonly string[] = Object.hasOwn(KEEPS_TO_MODEL_SCOPE, service)
    ? KEEPS_TO_MODEL_SCOPE[service as keyof typeof KEEPS_TO_MODEL_SCOPE]
    : [];
  if (allowed === 'public') return '';
  if (route.includes('/:model')) return 'its models';
  return kept.includes(route) ? 'answers for its models' : 'refused';
}

function cells(service: string, route: string, allowed: Allowed): string[] {
  const marks = ROLES.map((role) => (allowed === 'public' ? 'public' : allowed.includes(role) ? 'yes' : ''));
  return [code(route.replaceAll('\\', '')), ...marks, scopeCell(service, route, allowed)];
}

const INTRODUCTION = [
  'A route that is not here is refused for everybody. `public` needs no token.',
  'Roles: **viewer** reads all; **engineer** also registers, trains, starts rollouts and predicts; **approver** reads all and decides approvals; **admin** may do everything; **predict** only predicts and sends outcomes. A token is made with at most the role, the models and the time of who makes it.',
  'The last column is about tokens with model scope (`models` other than `*`): they are held to their models where the route names one (403 `model_forbidden` otherwise), see only their models in lists, and are refused where a route is about more than one model.',
  'No token is 401 `token_missing`; an unknown or revoked one 401 `token_invalid`; an ended one 401 `token_expired`; the wrong role 403 `role_forbidden`. A revocation holds in every process within 2 seconds. After 20 unknown tokens in a minute from one address, new ones wait (429 `too_many_failures`); tokens in use go on.',
];

export const accessPage = (): string =>
  page('Who may call what', [
    ...INTRODUCTION,
    ...Object.entries(ACCESS_MATRIX).flatMap(([service, routes]) => [
      `## ${service}`,
      table(
        ['route', ...ROLES, 'model scope'],
        Object.entries<Allowed>(routes).map(([route, allowed]) => cells(service, route, allowed)),
      ),
    ]),
  ]);
