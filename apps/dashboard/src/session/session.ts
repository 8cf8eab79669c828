import type { Role } from '@plumbline/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiSend } from '../api/http';

export interface Session {
  readonly name: string;
  readonly role: Role;
}

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => apiGet<Session>('/session', signal),
    staleTime: 60_000,
    retry: false,
  });

export const signIn = (token: string): Promise<unknown> => apiSend('POST', '/session', { token });
export const signOut = (): Promise<unknown> => apiSend('DELETE', '/session');
