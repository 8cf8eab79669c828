import { useParams } from '@tanstack/react-router';

/** Name of the model in the address. */
export const useModelName = (): string => useParams({ from: '/shell/models/$model' }).model;
