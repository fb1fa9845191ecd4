/** The page's state and what its controls do. */
import { visibleText } from "@linknet-kit/base";
import { networks } from "@linknet-kit/models";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { type BrowserRuntimeName, browserRuntimeNames } from "@linknet-kit/browser/worker";
import { RuntimeWorker } from "@linknet-kit/browser/worker";
import { type Chosen, type Choice, chosenAxes, readChoice } from "../choice.js";
import { DroppedFilesError, type GivenFile, describeProblem, readDroppedFiles } from "../droppedFiles.js";
import { formatSize } from "../format.js";
import { startModelWorker } from "../model/modelClient.js";
import type { OpenAxes } from "../model/openAxes.js";
import { type Surroundings, describeSurroundings } from "../run/browser.js";
import type { Measured } from "../measured.js";
import { runModel } from "../run/runModel.js";
import { SavedResults } from "../run/savedResults.js";
import { RunWorkers } from "../run/workers.js";
import { type Action, type DroppedModel, type PageState, firstState, fits, reduce } from "../state.js";

/** Those of folders must be listed first. */
type GivenFiles = readonly GivenFile[] | Promise<readonly GivenFile[]>;

export interface Page {
  readonly state: PageState;
  /** `undefined` until the browser has told. */
  readonly surroundings: Surroundings | undefined;
  /** What would run, or what is wrong with the choice. */
  readonly chosen: Chosen | { readonly problem: string };
  readonly choose: (choice: Partial<Choice>) => void;
  readonly takeFiles: (files: GivenFiles) => Promise<void>;
  readonly start: () => Promise<void>;
  /** The same on every runtime that is there and takes the model, one after the other. */
  readonly startAll: () => Promise<void>;
  /** Ends the run at once, and those that were to follow; results of earlier ones stay. */
  readonly stop: () => void;
  /** Deletes the result that has the key. */
  readonly remove: (key: string) => Promise<void>;
}

export function usePage(): Page {
  const [state, dispatch] = useReducer(reduce, firstState);
  const [surroundings, setSurroundings] = useState<Surroundings>();
  const workers = useRef<RunWorkers>(undefined);
  const lastFiles = useRef<GivenFiles>(undefined);
  const saved = useRef<SavedResults>(undefined);

  useEffect(() => {
    void describeSurroundings().then(async (found) => {
      setSurroundings(found);
      saved.current = new SavedResults(found.browser.name);
      // A browser that keeps nothing, as in private windows, still measures.
      dispatch({ kind: "restored", results: await saved.current.load().catch(() => []) });
    });
    void probeAll(dispatch);
  }, []);

  const chosenOn = (runtime: BrowserRuntimeName, threads: string): Chosen | { readonly problem: string } => {
    const probe = state.probes[runtime];
    const mostThreads = probe.kind === "there" ? probe.threads : undefined;
    const { isReading, file } = state;
    return readChoice({ ...state.choice, runtime, threads }, { file: file?.source, isReading, mostThreads });
  };
  const chosen = chosenOn(state.choice.runtime, state.choice.threads);

  /** Whether it came to its end. */
  const runOne = async (what: Chosen, found: Surroundings): Promise<boolean> => {
    const probe = state.probes[what.runtime];
    if (probe.kind !== "there") return true;
    const own = new RunWorkers();
    workers.current = own;
    const runtimeName = `${found.browser.family}/${what.runtime}`;
    dispatch({ kind: "started", title: titleOf(what, runtimeName), runs: what.runs });
    const measured = await run({ ...what, runtimeName, device: probe.device }, own, (action) => {
      if (workers.current === own) dispatch(action);
    });
    if (workers.current !== own) return false;
    if (measured !== undefined) await saved.current?.keep(measured).catch(() => {});
    return true;
  };

  return {
    state,
    surroundings,
    chosen,
    choose: (choice) => dispatch({ kind: "chose", choice }),
    takeFiles: async (files) => {
      lastFiles.current = files;
      dispatch({ kind: "reading files" });
      const action = await openDropped(files, chosenAxes(state.choice)).then(
        (file) => ({ kind: "took file", file }) as const,
        (error: unknown) => ({ kind: "refused file", problem: describeProblem(error) }) as const,
      );
      // Those that were given last count, whichever takes longer to read.
      if (lastFiles.current === files) dispatch(action);
    },
    start: async () => {
      if (!("problem" in chosen) && surroundings !== undefined) await runOne(chosen, surroundings);
    },
    startAll: async () => {
      for (const runtime of browserRuntimeNames.filter((name) => fits(state, name))) {
        const next = chosenOn(runtime, "");
        if ("problem" in next || surroundings === undefined) continue;
        if (!(await runOne(next, surroundings))) return;
      }
    },
    stop: () => {
      workers.current?.endAll();
      workers.current = undefined;
      dispatch({ kind: "stopped" });
    },
    // What is no longer shown does not come back with the next visit.
    remove: async (key) => {
      await saved.current?.forget(key).catch(() => {});
      dispatch({ kind: "deleted", key });
    },
  };
}

/** Reads the model too, so that what is wrong with it is said before it is to run. */
async function openDropped(given: GivenFiles, axes: OpenAxes): Promise<DroppedModel> {
  const files = await given;
  const client = startModelWorker();
  try {
    const source = await readDroppedFiles(files);
    const { declared, formats } = await client.ask("open", { source, axes });
    return { source, declared, formats };
  } catch (cause) {
    if (cause instanceof DroppedFilesError) throw cause;
    const model = files.find(({ name }) => /\.(onnx|json)$/i.test(name)) ?? files[0];
    throw new Error(`"${model?.name}" cannot be used: ${describeProblem(cause)}`, { cause });
  } finally {
    client.terminate();
  }
}

type Request = Parameters<typeof runModel>[0];

/** `undefined` where it failed or was stopped. */
async function run(
  request: Request,
  workers: RunWorkers,
  dispatch: (action: Action) => void,
): Promise<Measured | undefined> {
  try {
    const measured = await runModel(request, workers, {
      onStep: (step) => dispatch({ kind: "step", step }),
      onLoaded: (loaded) => dispatch({ kind: "loaded", loaded }),
      onSamples: (samplesMs) => dispatch({ kind: "sampled", samplesMs }),
    });
    dispatch({ kind: "finished", measured });
    return measured;
  } catch (error) {
    dispatch({ kind: "failed", reason: describeProblem(error) });
    return undefined;
  } finally {
    workers.endAll();
  }
}

/** One after the other: each loads megabytes and starts a GPU. */
async function probeAll(dispatch: (action: Action) => void): Promise<void> {
  for (const runtime of browserRuntimeNames) {
    const worker = new RuntimeWorker(runtime);
    try {
      dispatch({ kind: "probed", runtime, probe: { kind: "there", ...(await worker.probe()) } });
    } catch (error) {
      dispatch({ kind: "probed", runtime, probe: { kind: "missing", reason: (error as Error).message } });
    } finally {
      worker.terminate();
    }
  }
}

function titleOf({ source, axes: { size } }: Chosen, runtimeName: string): string {
  const network = networks.find(({ name }) => source.kind === "network" && name === source.name);
  return network === undefined
    ? `${visibleText(source.name)} on ${runtimeName}`
    : `${network.title} ${formatSize(size)} on ${runtimeName}`;
}
