export const ROLES = ['admin', 'engineer', 'risk', 'client'] as const;
/** admin: everything. engineer: registers, trains, starts rollouts. risk: reads all. client: predicts and sends outcomes. */
export type Role = (typeof ROLES)[number];
