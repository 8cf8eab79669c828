import { checkVersions, lockedSklearn } from './check-versions';
import { findConverters } from './converters-folder';

const scripts = findConverters();
const scanOf = (...sklearnVersions: string[]) => ({ families: [], strangers: [], sklearnVersions });
const check = (versions: string[], choice: { sklearnVersion?: string; requirements?: string } = {}, allow = false) =>
  checkVersions({ ...choice, allowVersionMismatch: allow }, scanOf(...versions), scripts);

describe('checkVersions', () => {
  it('refuses a pickle of another minor version and names the option that helps', async () => {
    await expect(check(['1.2.2'])).rejects.toThrow(/scikit-learn 1\.2\.2.*--sklearn-version 1\.2\.2/s);
  });

  it('takes the same version silently and another patch with a warning', async () => {
    const locked = await lockedSklearn(scripts);
    expect(await check([locked])).toEqual([]);
    expect(await check([locked.replace(/\d+$/, '99')])).toHaveLength(1);
    expect(await check(['1.2.2'], { sklearnVersion: '1.2.2' })).toEqual([]);
  });

  it('lets a mismatch through when told to, with a warning', async () => {
    expect(await check(['1.2.2'], {}, true)).toEqual([expect.stringContaining('answer otherwise')]);
  });

  it('leaves the choice to a requirements file, and says nothing of a pickle without a version', async () => {
    expect(await check(['0.24.1'], { requirements: 'r.txt' })).toEqual([]);
    expect(await check([])).toEqual([]);
  });
});
