import { rolesCoveredBy, type NewTokenBody, type Role } from '@plumbline/contracts';
import type { ApiError } from '../../api/api-error';
import type { Session } from '../../session/session';
import { isFullAdmin } from '../../shared/person-text';

export interface TokenFields {
  readonly name: string;
  readonly role: Role;
  /** By commas: model names may hold spaces. */
  readonly models: string;
  /** Days, or `never`. */
  readonly expiry: string;
}

/** Least harm first. */
const BY_POWER: readonly Role[] = ['predict', 'viewer', 'approver', 'engineer', 'admin'];

export const ROLE_MEANS: Readonly<Record<Role, string>> = {
  predict: 'predicts and sends outcomes, nothing else',
  viewer: 'reads everything',
  approver: 'reads everything and approves',
  engineer: 'reads, registers, trains, starts rollouts, predicts',
  admin: 'everything',
};

/** Roles that this person may give away: the server refuses the others. */
export const rolesToGive = (session: Session): Role[] =>
  BY_POWER.filter((role) => rolesCoveredBy(session.role).includes(role));

const EXPIRIES = [
  ['7', '7 days'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
] as const;

export const expiriesFor = (session: Session): { value: string; label: string }[] => [
  ...EXPIRIES.map(([value, label]) => ({ value, label })),
  ...(isFullAdmin(session) ? [{ value: 'never', label: 'never' }] : []),
];

export const emptyFields = (session: Session): TokenFields => ({
  name: '',
  role: rolesToGive(session)[0] ?? session.role,
  models: session.models.join(', '),
  expiry: '90',
});

const namesIn = (models: string): string[] =>
  models
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

export const isComplete = ({ name, models }: TokenFields): boolean => name.trim() !== '' && namesIn(models).length > 0;

export const toBody = ({ name, role, models, expiry }: TokenFields): NewTokenBody => ({
  name: name.trim(),
  role,
  models: namesIn(models),
  expiresInDays: expiry === 'never' ? null : Number(expiry),
});

const FORM_FIELDS = ['name', 'role', 'models', 'expiresInDays'] as const;

/** What the server says of one field. @example '/models/0' belongs to the field models */
export function fieldProblem(error: ApiError | null, field: (typeof FORM_FIELDS)[number]): string | null {
  const found = error?.fields.find(({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`));
  return found?.detail ?? null;
}

/** The error is shown at a field already. */
export const isAtField = (error: ApiError | null): boolean =>
  FORM_FIELDS.some((field) => fieldProblem(error, field) !== null);
