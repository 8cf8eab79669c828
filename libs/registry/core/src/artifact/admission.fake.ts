import { aGraph } from '../signature/signature.builder';
import type { Signature } from '../signature/signature';
import type { Scalar } from '../table/feature-rows';
import type { Admission, AdmissionReport, ArtifactFiles, Inspection, Trial } from './admission.port';

const AN_ADMISSION_REPORT: AdmissionReport = {
  loadMs: 1,
  latencyMs: { p50: 0.1, p95: 0.2 },
  rowsPerSecond: 1_000,
  memoryBytes: 1_024,
  rows: 0,
  runtime: 'fake',
  engine: { name: 'onnxruntime', comparedRows: 0 },
};

export interface FakeAdmissionOptions {
  readonly inspection?: Partial<Inspection>;
  readonly score?: (row: readonly Scalar[], signature: Signature) => number;
  /** Thrown by the step of that name. */
  readonly failure?: { readonly step: 'inspect' | 'trial'; readonly error: Error };
}

/** Takes any files for a model of the given graph; `rooms` counts what is still open. */
export class FakeAdmission implements Admission {
  readonly rooms = { opened: 0, closed: 0 };
  readonly tried: (readonly (readonly Scalar[])[])[] = [];

  constructor(private readonly options: FakeAdmissionOptions = {}) {}

  async open({ external }: ArtifactFiles) {
    this.rooms.opened += 1;
    const { inspection, score = () => 0.5 } = this.options;
    return {
      inspect: async (): Promise<Inspection> => {
        this.fail('inspect');
        return {
          graph: aGraph(),
          rewritten: null,
          changes: [],
          classLabels: null,
          externalNames: [...external.keys()],
          producer: 'fake',
          opsets: {},
          operators: [],
          ...inspection,
        };
      },
      trial: async (signature: Signature, rows: readonly (readonly Scalar[])[]): Promise<Trial> => {
        this.fail('trial');
        this.tried.push(rows);
        const scores = Float64Array.from(rows, (row) => score(row, signature));
        return { report: { ...AN_ADMISSION_REPORT, rows: rows.length }, scores };
      },
      close: async () => void (this.rooms.closed += 1),
    };
  }

  private fail(step: 'inspect' | 'trial'): void {
    if (this.options.failure?.step === step) throw this.options.failure.error;
  }
}
