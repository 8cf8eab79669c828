export const ROLES = ['viewer', 'engineer', 'approver', 'admin', 'predict'] as const;
/**
 * viewer: reads all. engineer: reads, registers, trains, starts rollouts, predicts. approver: reads all and approves (risk
 * officers). admin: everything. predict: predicts and sends outcomes, nothing else.
 */
export type Role = (typeof ROLES)[number];

const COVERED: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer'],
  engineer: ['engineer', 'viewer', 'predict'],
  approver: ['approver', 'viewer'],
  admin: ROLES,
  predict: ['predict'],
};

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** The roles that a holder of `role` may give to a token of their own: those that may do nothing `role` may not. */
export const rolesCoveredBy = (role: Role): readonly Role[] => COVERED[role];
