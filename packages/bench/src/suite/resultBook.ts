/** The results of a suite as they come in, and the file that always holds all of them. */
import type { Clock } from "@linknet-kit/base";
import {
  type Cell,
  type Result,
  type ResultFile,
  type Roof,
  SCHEMA_VERSION,
  type SuitePlan,
  cellKey,
} from "@linknet-kit/results";
import { writeResultFile } from "@linknet-kit/results/files";
import { type BookHeader, finishedResults, holdsMeasurements, moveAside, readExisting } from "./resume.js";

export class ResultBook {
  readonly #path: string;
  readonly #plan: SuitePlan;
  readonly #header: Header;
  readonly #results: Map<string, Result>;
  #roofs: readonly Roof[] | undefined;
  /** An older file stays in place until there is something to put there. */
  #inTheWay: boolean;
  #force: boolean;

  private constructor(path: string, plan: SuitePlan, opening: Opening) {
    this.#path = path;
    this.#plan = plan;
    this.#header = opening.header;
    this.#results = opening.results;
    this.#roofs = opening.roofs;
    this.#inTheWay = opening.inTheWay;
    this.#force = opening.force;
  }

  /** Continues the file of an interrupted run of this suite, or begins a new one; a file that is damaged is refused. */
  static async open(path: string, given: BookHeader & { readonly clock: Clock }): Promise<ResultBook> {
    const { plan, gitRevision, environment, counts, models, runs, clock } = given;
    const { name, cells, leftOut, budgetSeconds, shard } = plan;
    const existing = await readExisting(path, given.force);
    const finished = existing && finishedResults(existing, given);
    const header: Header = {
      schemaVersion: SCHEMA_VERSION,
      createdAt: clock.date().toISOString(),
      gitRevision,
      environment,
      suite: {
        name,
        cells: cells.length,
        budgetSeconds,
        ...(shard === undefined ? {} : { plan: shard }),
        ...(models === undefined ? {} : { models }),
        ...(runs === undefined ? {} : { runs }),
        ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
      },
      counts: [...counts],
    };
    // What was measured first was measured on the machine as it was then.
    const continued = finished && { ...header, createdAt: existing.createdAt, environment: existing.environment };
    return new ResultBook(path, plan, {
      header: continued ?? header,
      results: new Map(finished),
      roofs: finished && existing.roofs,
      inTheWay: existing !== undefined && finished === undefined && holdsMeasurements(existing),
      force: given.force === true,
    });
  }

  get finished(): number {
    return this.#results.size;
  }

  has(cell: Cell): boolean {
    return this.#results.has(cellKey(cell));
  }

  /** Whether the machine's roofs are known. */
  get hasRoofs(): boolean {
    return this.#roofs !== undefined;
  }

  /** They are written with the first result. */
  setRoofs(roofs: readonly Roof[]): void {
    this.#roofs = roofs;
  }

  /** Adds a result and writes the file; answers where an older one that stood in the way is from now on. */
  async add(cell: Cell, result: Result): Promise<string | undefined> {
    this.#results.set(cellKey(cell), result);
    const movedTo = this.#inTheWay ? await moveAside(this.#path) : undefined;
    this.#inTheWay = false;
    await writeResultFile(this.#path, this.file(), { force: this.#force });
    // What stands there now is this suite's.
    this.#force = false;
    return movedTo;
  }

  /** Results in the plan's order, whatever order they came in. */
  file(): ResultFile {
    const results = this.#plan.cells.flatMap((cell) => this.#results.get(cellKey(cell)) ?? []);
    return { ...this.#header, ...(this.#roofs === undefined ? {} : { roofs: [...this.#roofs] }), results };
  }
}

type Header = Omit<ResultFile, "results" | "roofs">;

interface Opening {
  readonly header: Header;
  readonly results: Map<string, Result>;
  readonly roofs: readonly Roof[] | undefined;
  readonly inTheWay: boolean;
  readonly force: boolean;
}
