import { addDuration, emptySketch, storedSketch, type StoredSketch } from '@plumbline/stats';

/** `answering`: its answer went to the caller. `beside`: it was scored for comparison only. */
export type ScoringRole = 'answering' | 'beside';

interface Cell {
  asked: number;
  failed: number;
  invalid: number;
  readonly latency: ReturnType<typeof emptySketch>;
  changed: boolean;
}

/** What one process counted since it began, for one version in one step of a rollout. */
export interface MeterReading {
  readonly rolloutId: string;
  readonly stepIndex: number;
  readonly version: number;
  readonly role: ScoringRole;
  /** Rows that the version was to score; `failed` and `invalid` are among them. */
  readonly asked: number;
  readonly failed: number;
  readonly invalid: number;
  readonly latency: StoredSketch;
}

/** Counts of one step; only rows that a version was asked to score. */
export class StepMeter {
  private readonly cells = new Map<number, Record<ScoringRole, Cell>>();

  constructor(
    readonly rolloutId: string,
    private readonly stepIndex: number,
  ) {}

  /** @param durationMs of the run that scored these rows together, waiting included */
  scored(version: number, role: ScoringRole, rows: number, durationMs: number): void {
    const cell = this.cell(version, role);
    cell.asked += rows;
    addDuration(cell.latency, durationMs);
  }

  /** The version could not score them, whoever is to blame in it: a run that failed, was given up, or came too late. */
  failed(version: number, role: ScoringRole, rows: number): void {
    const cell = this.cell(version, role);
    cell.asked += rows;
    cell.failed += rows;
  }

  /** The version's signature does not take their values. */
  refused(version: number, role: ScoringRole, rows: number): void {
    const cell = this.cell(version, role);
    cell.asked += rows;
    cell.invalid += rows;
  }

  /** Rows that were scored, and the score is no number. */
  unscorable(version: number, role: ScoringRole, rows: number): void {
    this.cell(version, role).invalid += rows;
  }

  get isUnread(): boolean {
    return [...this.cells.values()].some(({ answering, beside }) => answering.changed || beside.changed);
  }

  /** What changed since the last reading; each value is the whole since the process began, so writing it twice does no harm. */
  read(): MeterReading[] {
    const { rolloutId, stepIndex } = this;
    const readings: MeterReading[] = [];
    for (const [version, roles] of this.cells)
      for (const role of ['answering', 'beside'] as const) {
        const cell = roles[role];
        if (!cell.changed) continue;
        cell.changed = false;
        const { asked, failed, invalid } = cell;
        readings.push({
          rolloutId,
          stepIndex,
          version,
          role,
          asked,
          failed,
          invalid,
          latency: storedSketch(cell.latency),
        });
      }
    return readings;
  }

  private cell(version: number, role: ScoringRole): Cell {
    let roles = this.cells.get(version);
    if (!roles) this.cells.set(version, (roles = { answering: emptyCell(), beside: emptyCell() }));
    roles[role].changed = true;
    return roles[role];
  }
}

const emptyCell = (): Cell => ({ asked: 0, failed: 0, invalid: 0, latency: emptySketch(), changed: false });

/** The meters of this process; they outlive the routing tables. */
export class RolloutMeters {
  private readonly steps = new Map<string, StepMeter>();

  of(rolloutId: string, stepIndex: number): StepMeter {
    const key = `${rolloutId}/${stepIndex}`;
    let step = this.steps.get(key);
    if (!step) this.steps.set(key, (step = new StepMeter(rolloutId, stepIndex)));
    return step;
  }

  read(): MeterReading[] {
    return [...this.steps.values()].flatMap((step) => step.read());
  }

  /** Forgets ended rollouts, once all that was counted has been read. */
  keep(open: ReadonlySet<string>): void {
    for (const [key, step] of this.steps) if (!open.has(step.rolloutId) && !step.isUnread) this.steps.delete(key);
  }
}
