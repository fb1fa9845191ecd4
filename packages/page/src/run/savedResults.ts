/** Results that this browser keeps from one visit to the next, beside those of other tabs. What it holds may be of an older page. */
import { countSchema, resultSchema } from "@linknet-kit/results";
import { createStore, get, update } from "idb-keyval";
import { type Measured, keyOf, withResult } from "../measured.js";

const store = createStore("linknet-kit", "results");

/** Those of one browser version: a result file has one environment, which later ones would not be of. */
export class SavedResults {
  readonly #key: string;

  constructor(browserName: string) {
    this.#key = `${browserName}${crossOriginIsolated ? "" : ", not isolated"}`;
  }

  /** What is not as this page writes it is left out. */
  async load(): Promise<readonly Measured[]> {
    return measuredIn(await get(this.#key, store));
  }

  async keep(measured: Measured): Promise<void> {
    await this.#change((results) => withResult(results, measured));
  }

  /** Of the result that has the key. */
  async forget(key: string): Promise<void> {
    await this.#change((results) => results.filter((each) => keyOf(each) !== key));
  }

  /** In one transaction, so that no other tab's are lost. */
  async #change(change: (results: readonly Measured[]) => readonly Measured[]): Promise<void> {
    await update(this.#key, (saved) => change(measuredIn(saved)), store);
  }
}

/** The results in what was saved. */
export function measuredIn(saved: unknown): readonly Measured[] {
  if (!Array.isArray(saved)) return [];
  return saved.flatMap((each: { readonly result?: unknown; readonly count?: unknown } | null) => {
    const result = resultSchema.safeParse(each?.result);
    const count = countSchema.safeParse(each?.count);
    if (!result.success) return [];
    return [{ result: result.data, ...(count.success ? { count: count.data } : {}) } satisfies Measured];
  });
}
