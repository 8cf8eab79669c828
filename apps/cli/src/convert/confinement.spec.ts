import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedAncestors, confinements, describeIsolation } from './confinement';

const probe = { uid: 65534, landlock: 7, network: false, ownProcesses: true, python: '3.11.7', executable: '/x' };
const folders = { stage: '/room/stage', script: '/room/enter.sh', shown: [] };

describe('confinement', () => {
  it('never runs a converter as root', () => {
    for (const { wrap } of confinements(true)) expect(wrap(['python'], folders)).toContain('--reuid=65534');
  });

  it('finds the folder behind which others can not see', () => {
    const root = mkdtempSync(join(tmpdir(), 'plumbline-closed-'));
    chmodSync(root, 0o755);
    mkdirSync(join(root, 'closed', 'python'), { recursive: true });
    chmodSync(join(root, 'closed'), 0o700);
    expect(closedAncestors([join(root, 'closed', 'python'), join(root, 'closed'), root])).toEqual([
      join(root, 'closed'),
    ]);
    rmSync(root, { recursive: true });
  });

  it('is safe with another user or with Landlock, and not without both', () => {
    expect(describeIsolation(probe, 0)).toMatchObject({ safe: true, network: 'none', user: 'nobody (65534)' });
    expect(describeIsolation({ ...probe, uid: 1000 }, 1000).safe).toBe(true);
    expect(describeIsolation({ ...probe, landlock: 0 }, 0)).toMatchObject({ safe: true, files: 'those of nobody' });
    const nothing = describeIsolation({ ...probe, uid: 1000, landlock: 0, network: true }, 1000);
    expect(nothing).toMatchObject({ safe: false, files: 'not isolated', network: 'not isolated' });
  });
});
