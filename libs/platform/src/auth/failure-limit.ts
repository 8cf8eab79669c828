import { systemClock, type Clock } from '../clock/clock';
import { TooManyFailuresError } from './auth.errors';

const BURST = 20;
const PAY_OFF_MS = 3_000;
const MAX_ADDRESSES = 10_000;

/**
 * 20 failures a minute for an address: each is a debt of 3 s that time pays off, at most 20 of them at once (GCRA). It
 * spares the database, in each process for itself; a token has 256 random bits and is not guessed anyway.
 */
export class FailureLimit {
  private readonly debtFreeAtMs = new Map<string, number>();

  constructor(private readonly clock: Clock = systemClock) {}

  /** @throws TooManyFailuresError when one more failure would be too many */
  check(address: string): void {
    const overMs = this.debtMs(address) - (BURST - 1) * PAY_OFF_MS;
    if (overMs > 0) throw new TooManyFailuresError(overMs / 1_000);
  }

  count(address: string): void {
    const debtMs = Math.min(this.debtMs(address) + PAY_OFF_MS, BURST * PAY_OFF_MS);
    this.debtFreeAtMs.delete(address);
    this.debtFreeAtMs.set(address, this.clock.now().getTime() + debtMs);
    if (this.debtFreeAtMs.size > MAX_ADDRESSES)
      this.debtFreeAtMs.delete(this.debtFreeAtMs.keys().next().value as string);
  }

  private debtMs(address: string): number {
    return Math.max(0, (this.debtFreeAtMs.get(address) ?? 0) - this.clock.now().getTime());
  }
}
