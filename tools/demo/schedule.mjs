// When behaviour shifts: calm, then a rival's offer works its way in, holds, ends, and all begins again.
const MINUTE_MS = 60_000;
const RAMP_MS = 30 * MINUTE_MS;
const HOLD_MS = 240 * MINUTE_MS;
const CALM_MS = 240 * MINUTE_MS;
const PERIOD_MS = 2 * RAMP_MS + HOLD_MS + CALM_MS;

/** The offer begins this long before the product is first started, so that drift is just beginning when somebody looks. */
export const ONSET_BEFORE_START_MS = RAMP_MS;

/**
 * Strength of the shift, 0..1, `sinceOnsetMs` after the offer was first seen (negative: before it, always calm).
 * Ramp up 30 min, hold 4 h, ramp down 30 min, calm 4 h, again.
 */
export function shiftAt(sinceOnsetMs) {
  if (sinceOnsetMs <= 0) return 0;
  const at = sinceOnsetMs % PERIOD_MS;
  if (at < RAMP_MS) return at / RAMP_MS;
  if (at < RAMP_MS + HOLD_MS) return 1;
  if (at < 2 * RAMP_MS + HOLD_MS) return 1 - (at - RAMP_MS - HOLD_MS) / RAMP_MS;
  return 0;
}
