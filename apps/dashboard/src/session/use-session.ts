import { useQuery } from '@tanstack/react-query';
import { sessionQuery, type Session } from './session';

export const useSession = (): Session | undefined => useQuery(sessionQuery()).data;
