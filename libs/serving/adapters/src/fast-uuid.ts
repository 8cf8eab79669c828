import { randomFillSync } from 'node:crypto';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const RANDOM_BYTES = 10;
const pool = new Uint8Array(RANDOM_BYTES * 1_024);
let next = pool.length;
let [lastMs, lastTime] = [NaN, ''];

function timeText(ms: number): string {
  if (ms === lastMs) return lastTime;
  const hex = ms.toString(16).padStart(12, '0');
  [lastMs, lastTime] = [ms, `${hex.slice(0, 8)}-${hex.slice(8)}`];
  return lastTime;
}

/**
 * UUID version 7 (RFC 9562): 48 bits of milliseconds, 74 random ones of the system's generator, fetched for a thousand at
 * a time. Of one millisecond in no order.
 */
export function fastUuidV7(nowMs = Date.now()): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const hex = (offset: number): string => HEX[pool[next + offset] as number] as string;
  const version = HEX[0x70 | ((pool[next] as number) & 0x0f)] as string;
  const variant = HEX[0x80 | ((pool[next + 2] as number) & 0x3f)] as string;
  const random = `${version}${hex(1)}-${variant}${hex(3)}-${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`;
  next += RANDOM_BYTES;
  return `${timeText(nowMs)}-${random}`;
}
