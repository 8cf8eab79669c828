import { resolve } from 'node:path';
import {
  type Admission,
  type AdmissionRoom,
  type ArtifactFiles,
  type Inspection,
  type Scalar,
  type Signature,
  type Trial,
} from '@plumbline/registry-core';
import { REWRITTEN_FILE } from './admission-channel';
import { inspectionSchema, trialSchema } from './admission-messages';
import { isolationPrefix, type RoomLimits } from './room-command';
import { RoomFolder, sweepRooms } from './room-folder';
import { RoomProcess } from './room-process';
import { roomUser } from './room-user';
import { Slots } from './slots';

export interface AdmissionOptions {
  /** Node script that calls `runAdmissionProcess`. */
  readonly script: string;
  /** Rooms' folders are made in it, or in the system's temporary folder where `nobody` could not walk to it. */
  readonly workFolder: string;
  /** Of one room's process. */
  readonly memoryBytes?: number;
  /** Of each question to a room. */
  readonly timeoutMs?: number;
  /** Rooms at once; further uploads wait. */
  readonly rooms?: number;
}

const GIBIBYTE = 2 ** 30;
const DEFAULTS = { memoryBytes: 4 * GIBIBYTE, timeoutMs: 120_000, rooms: 2 };
const INSPECTION_BYTES = 8 * 2 ** 20;
/** A rewritten file replaces one node and adds a few. */
const REWRITE_SPARE_BYTES = 2 ** 20;
/** Base64 of 8 bytes is 10.7 characters. */
const BYTES_PER_SCORE = 11;
const MAXIMUM_CLASSES = 1_000;
const ANSWER_SPARE_BYTES = 2 ** 16;

class ProcessRoom implements AdmissionRoom {
  private rewritten: string | null = null;

  constructor(
    private readonly process: RoomProcess,
    private readonly folder: RoomFolder,
    private readonly externalNames: readonly string[],
    private readonly leave: () => void,
  ) {}

  async inspect(): Promise<Inspection> {
    const question = { op: 'inspect', model: this.folder.model, external: this.externalNames } as const;
    const parsed = inspectionSchema.safeParse(await this.process.ask(question, INSPECTION_BYTES));
    if (!parsed.success) return this.process.nonsense('its process sent what is no description of a model');
    const { rewritten, ...inspection } = parsed.data;
    if (rewritten) this.rewritten = await this.folder.keep(REWRITTEN_FILE, this.folder.bytes + REWRITE_SPARE_BYTES);
    return { ...inspection, rewritten: this.rewritten };
  }

  async trial(signature: Signature, rows: readonly (readonly Scalar[])[]): Promise<Trial> {
    const model = this.rewritten === null ? this.folder.model : REWRITTEN_FILE;
    const scored = Math.max(rows.length, 1);
    const columns =
      1 + (signature.task === 'multiclass' ? Math.min(signature.output.classes.length, MAXIMUM_CLASSES) : 0);
    const answer = await this.process.ask(
      { op: 'trial', model, signature, rows },
      scored * columns * BYTES_PER_SCORE + ANSWER_SPARE_BYTES,
    );
    const parsed = trialSchema.safeParse(answer);
    if (!parsed.success) return this.process.nonsense('its process sent what is no trial');
    const { report, scores, classScores } = parsed.data;
    const numbers = (text: string, count: number | null): Float64Array => {
      const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
      const fits = bytes.length % 8 === 0 && (count === null || bytes.length === count * 8);
      const values = fits ? new Float64Array(bytes.buffer) : new Float64Array();
      if (!fits || !values.every(Number.isFinite)) return this.process.nonsense('its process sent what are no scores');
      return values;
    };
    return {
      report,
      scores: numbers(scores, rows.length),
      ...(classScores !== undefined ? { classScores: numbers(classScores, null) } : {}),
    };
  }

  async close(): Promise<void> {
    await this.process.close();
    await this.folder.remove();
    this.leave();
  }
}

/**
 * Every upload gets a process of its own: another user where we are root, no network where the kernel lets us, an
 * environment without secrets, limits on memory, processor time and file size, and a private folder that is its home.
 */
export class ProcessAdmission implements Admission {
  private readonly slots: Slots;
  private readonly swept: Promise<void>;
  private readonly options: Required<AdmissionOptions>;

  constructor(options: AdmissionOptions) {
    this.options = { ...DEFAULTS, ...options, script: resolve(options.script) };
    this.slots = new Slots(this.options.rooms);
    this.swept = sweepRooms(this.options.workFolder);
  }

  /** @throws VersionInvalidError for names of external files that lead out of the folder; AdmissionUnavailableError */
  async open(files: ArtifactFiles): Promise<AdmissionRoom> {
    await this.swept;
    const leave = await this.slots.take();
    let folder: RoomFolder | undefined;
    try {
      folder = await RoomFolder.create(this.options.workFolder, files);
      const process = await this.start(folder);
      return new ProcessRoom(process, folder, [...files.external.keys()], leave);
    } catch (error) {
      await folder?.remove();
      leave();
      throw error;
    }
  }

  private async start(folder: RoomFolder): Promise<RoomProcess> {
    const { script, memoryBytes, timeoutMs } = this.options;
    const limits: RoomLimits = { memoryBytes, timeoutMs, fileBytes: folder.bytes + REWRITE_SPARE_BYTES };
    const arguments_ = [String(process.pid), String((await roomUser()) ?? '')];
    return RoomProcess.start({
      script,
      folder: folder.path,
      arguments: arguments_,
      limits,
      prefix: await isolationPrefix(),
    });
  }
}
