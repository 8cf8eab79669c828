import { ACCESS_MATRIX, type Role } from '@plumbline/contracts';

export type RegistryRoute = keyof typeof ACCESS_MATRIX.registry;

/** The server decides; this only spares a person a button that would be refused. */
function rolesFor(route: RegistryRoute): readonly Role[] | 'public' {
  return ACCESS_MATRIX.registry[route];
}

function may(role: Role | undefined, route: RegistryRoute): boolean {
  const roles = rolesFor(route);
  return roles === 'public' || (role !== undefined && roles.includes(role));
}

/** @returns why not, or null when allowed */
export function whyNot(role: Role | undefined, route: RegistryRoute): string | null {
  if (may(role, route)) return null;
  const roles = rolesFor(route);
  return `Needs the role ${roles === 'public' ? 'predict' : roles.join(' or ')}; you are signed in as ${role ?? 'nobody'}.`;
}
