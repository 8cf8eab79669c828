export const ROLLOUT_PORTS = Symbol('rollout ports');
