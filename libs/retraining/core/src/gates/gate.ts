export interface GatePolicy {
  readonly minimumHoldout: number;
  readonly logLossMargin: number;
  readonly confidence: number;
  readonly minimumAuc: number;
  /** Worst group's selection rate over the best's; 0 switches the gate off. */
  readonly fairnessMinimumRatio: number;
  readonly maximumBytes: number;
}

export interface GateResult {
  readonly gate: string;
  readonly verdict: 'PASS' | 'FAIL' | 'INSUFFICIENT_DATA';
  readonly rule: string;
  readonly value: {
    readonly estimate: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly n: number;
  } | null;
}

/** Only PASS promotes: too little data is not a pass, and no gates at all are not a pass either. */
export function allPassed(gates: readonly GateResult[]): boolean {
  return gates.length > 0 && gates.every((gate) => gate.verdict === 'PASS');
}
