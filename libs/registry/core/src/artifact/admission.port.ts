import type { Signature } from '../signature/signature';
import type { Scalar } from '../table/feature-rows';
import type { GraphDescription } from './graph-description';

/** An uploaded model on the local disk, not yet trusted. */
export interface ArtifactFiles {
  /** Path of the ONNX file. */
  readonly model: string;
  /** External data: the name that the graph uses -> path on the local disk. */
  readonly external: ReadonlyMap<string, string>;
}

export interface Inspection {
  readonly graph: GraphDescription;
  /** Path of the rewritten file where the runtime could not have answered the one that was sent; null: serves as sent. */
  readonly rewritten: string | null;
  /** What was rewritten, in words. */
  readonly changes: readonly string[];
  /** Class labels that a ZipMap or a classifier node carries, in column order; null when the graph names none. */
  readonly classLabels: readonly string[] | null;
  /** Names of the external data files that the graph really uses. */
  readonly externalNames: readonly string[];
  readonly producer: string;
  readonly opsets: Readonly<Record<string, number>>;
  /** Sorted. */
  readonly operators: readonly string[];
}

/** Kept on the version. */
export interface AdmissionReport {
  readonly loadMs: number;
  /** One row a run. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  /** Rows a second when all of them go in one run after the other of 1,024. */
  readonly rowsPerSecond: number;
  /** Resident memory that the loaded and warm model added. */
  readonly memoryBytes: number;
  /** Reference rows that were scored; 0: none was given, and one synthetic row was run. */
  readonly rows: number;
  readonly runtime: string;
  /** What may serve: the compiled trees where they were equal to the runtime, to the last bit, on all `comparedRows`. */
  readonly engine: { readonly name: 'onnxruntime' | 'trees'; readonly comparedRows: number };
}

export interface Trial {
  readonly report: AdmissionReport;
  /** One score a row: what serving would answer. */
  readonly scores: Float64Array;
  /** Multiclass: row-major [rows, classes]; absent otherwise. */
  readonly classScores?: Float64Array;
}

/** A separate process with memory and time limits, in which one upload is parsed, loaded and tried. */
export interface AdmissionRoom {
  /** Rejects with VersionInvalidError at /artifact; a crash or a limit is told as such (`admission_crashed`, `admission_timeout`, `admission_memory`). */
  inspect(): Promise<Inspection>;
  /** Rows in the signature's feature order; [] runs one synthetic row. Scores that are not finite reject. */
  trial(signature: Signature, rows: readonly (readonly Scalar[])[]): Promise<Trial>;
  /** Ends the process and removes what it wrote; safe to call twice. */
  close(): Promise<void>;
}

export interface Admission {
  open(files: ArtifactFiles): Promise<AdmissionRoom>;
}
