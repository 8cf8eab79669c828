import { z } from 'zod';
import { ROLES, type Role } from './roles';

/** Stands in the audit log as `token:<name>`: a name for a program or a desk, and never an e-mail address. */
const tokenNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected 1 to 63 of letters, digits, dot, dash, underscore');

/** A model name, or a pattern in which `*` stands for any text. */
const modelPatternSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9*][A-Za-z0-9 ._*-]*$/, 'expected a model name, or a pattern such as churn-*');

const DEFAULT_TOKEN_DAYS = 90;

export const newTokenBodySchema = z.strictObject({
  name: tokenNameSchema,
  role: z.enum(ROLES),
  models: z.array(modelPatternSchema).min(1).max(100).default(['*']),
  /** null: never expires, which only an admin may give. */
  expiresInDays: z.number().int().min(1).max(365).nullable().default(DEFAULT_TOKEN_DAYS),
});
export type NewTokenBody = z.output<typeof newTokenBodySchema>;

export interface TokenView {
  id: string;
  name: string;
  role: Role;
  models: string[];
  /** `user:<id>`, `token:<name>` or `system:start`. */
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  /** Written at most once a minute; null: never used. */
  lastUsedAt: string | null;
  revokedAt: string | null;
  state: 'live' | 'expired' | 'revoked';
}

/** The only answer that ever holds the token itself. */
export interface NewTokenView extends TokenView {
  token: string;
}

export const changeUserBodySchema = z.strictObject({ disabled: z.boolean() });

export interface UserView {
  id: string;
  issuer: string;
  subject: string;
  name: string;
  role: Role;
  createdAt: string;
  lastSeenAt: string;
  disabledAt: string | null;
}

/** What the sign-in page may offer. */
export interface SignInMethodsView {
  token: true;
  oidc: { name: string; url: string } | null;
}
