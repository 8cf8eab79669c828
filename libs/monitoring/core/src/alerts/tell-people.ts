import type { AlertState, AlertStep } from './alert-state';

export interface Telling {
  readonly state: AlertState;
  readonly event: 'alert.raised' | 'alert.resolved' | null;
}

/**
 * Whom a step concerns: people hear once that it fires, and once that it is over, if they heard that it fired. An alert that
 * still fires when its silence ends is told at its next bad window.
 */
export function tellPeople(state: AlertState, step: AlertStep, isSilenced: boolean): Telling {
  if (step === 'resolved') {
    const event = state.isTold && !isSilenced ? 'alert.resolved' : null;
    return { state: { ...state, isTold: false }, event };
  }
  const isNews = (step === 'raised' || step === 'refreshed') && !state.isTold && !isSilenced;
  return isNews ? { state: { ...state, isTold: true }, event: 'alert.raised' } : { state, event: null };
}
