import type { Role, SignInMethodsView } from '@plumbline/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiSend, query } from '../api/http';

export interface Session {
  readonly name: string;
  readonly role: Role;
  /** Model names or patterns; `['*']` is every model. */
  readonly models: readonly string[];
  /** Which human stands behind: `user:<id>` or `token:<name>`, as approvals name them. */
  readonly person: string;
}

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => apiGet<Session>('/session', signal),
    staleTime: 60_000,
    retry: false,
  });

export const signInMethodsQuery = () =>
  queryOptions({
    queryKey: ['session', 'methods'],
    queryFn: ({ signal }) => apiGet<SignInMethodsView>('/session/methods', signal),
    staleTime: Infinity,
    retry: false,
  });

/** A page of the control plane, which leads to the provider and back to `next`. */
export const providerHref = (url: string, next: string | undefined): string => `${url}${query({ next })}`;

export const signIn = (token: string): Promise<unknown> => apiSend('POST', '/session', { token });
export const signOut = (): Promise<unknown> => apiSend('DELETE', '/session');
