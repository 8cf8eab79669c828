import { float32Exp } from './float32-exp';

/**
 * `printf("%.9g", expf(x))` of a C program (gcc -fno-builtin, glibc 2.36). At the first six the nearest float32 of e^x is
 * another one.
 */
const ANSWERS: readonly (readonly [number, number])[] = [
  [-11.0837612, 1.53597339e-5],
  [-5.44447184, 0.00432012137],
  [-8.62787056, 0.000179045514],
  [-9.10529137, 0.000111076508],
  [-0.979847014, 0.375368536],
  [-3.89233708, 0.0203976203],
  [0, 1],
  [1, 2.71828175],
  [-1, 0.36787945],
  [-20.5, 1.25015287e-9],
  [88.6999969, 3.32597686e38],
  [-103.900002, 1.40129846e-45],
  [-87.5, 9.9823514e-39],
];

describe('float32Exp', () => {
  it.each(ANSWERS)('rounds e^%p as the C library does', (x, expected) => {
    expect(float32Exp(Math.fround(x))).toBe(Math.fround(expected));
  });

  it('is 0, Infinity and NaN where the C library is', () => {
    expect([-Infinity, -104, 89, Infinity, NaN].map(float32Exp)).toEqual([0, 0, Infinity, Infinity, NaN]);
  });
});
