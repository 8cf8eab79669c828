import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const COLUMNS = 'age,tenure,balance,products,credit_card,active_member,estimated_salary,geography,gender,churn';

function simulate(options: { seed: number; rows: number; shift: number }): string {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return execFileSync(process.execPath, [join(__dirname, 'simulate.mjs'), ...args], { encoding: 'utf8' });
}

function columnOf(csv: string, name: string): string[] {
  const [header = '', ...rows] = csv.trim().split('\n');
  const at = header.split(',').indexOf(name);
  return rows.map((row) => row.split(',')[at] as string);
}

const mean = (cells: string[]) => cells.reduce((sum, cell) => sum + Number(cell), 0) / cells.length;
const share = (cells: string[], value: string) => cells.filter((cell) => cell === value).length / cells.length;

describe('simulated customers', () => {
  const calm = simulate({ seed: 5, rows: 6_000, shift: 0 });
  const shifted = simulate({ seed: 5, rows: 6_000, shift: 1 });

  it('are the same for the same seed, and others for another', () => {
    expect(simulate({ seed: 5, rows: 6_000, shift: 0 })).toBe(calm);
    expect(simulate({ seed: 6, rows: 6_000, shift: 0 })).not.toBe(calm);
  });

  it("have the mission's features and a label", () => {
    expect(calm.split('\n')[0]).toBe(COLUMNS);
    expect(share(columnOf(calm, 'churn'), '1')).toBeGreaterThan(0.12);
    expect(share(columnOf(calm, 'churn'), '1')).toBeLessThan(0.3);
  });

  it('become younger and more German with the shift', () => {
    expect(mean(columnOf(shifted, 'age'))).toBeLessThan(mean(columnOf(calm, 'age')) - 4);
    expect(share(columnOf(shifted, 'geography'), 'Germany')).toBeGreaterThan(0.4);
  });

  it('leave for other reasons with the shift: the young leave more, where the old did', () => {
    const churnOf = (csv: string, young: boolean) => {
      const ages = columnOf(csv, 'age').map(Number);
      return share(
        columnOf(csv, 'churn').filter((_, i) => (ages[i] as number) < 36 === young),
        '1',
      );
    };
    expect(churnOf(calm, true)).toBeLessThan(churnOf(calm, false));
    expect(churnOf(shifted, true)).toBeGreaterThan(2 * churnOf(calm, true));
  });
});
