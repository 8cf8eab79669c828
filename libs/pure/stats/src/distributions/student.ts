import { betaCdf } from './beta';

/** P(T > t) for Student's t with `degrees` > 0. Example: studentSurvival(2.228138852, 10) = 0.025. */
export function studentSurvival(t: number, degrees: number): number {
  const tail = betaCdf(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t >= 0 ? tail : 1 - tail;
}
