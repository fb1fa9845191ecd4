/** The page's state and what its controls do. */
import type { Size } from "@linknet-kit/bench/measure";
import { networks } from "@linknet-kit/models";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { browserRuntimeNames } from "../../worker/protocol.js";
import { RuntimeWorker } from "../../worker/runtimeWorker.js";
import { type Chosen, type Choice, readChoice, sizeOf } from "../choice.js";
import { describeProblem, readDroppedFiles } from "../droppedFiles.js";
import { formatSize } from "../format.js";
import { type Surroundings, describeSurroundings } from "../run/browser.js";
import { runModel } from "../run/runModel.js";
import { RunWorkers } from "../run/workers.js";
import { ModelClient } from "../model/modelClient.js";
import { type Action, type DroppedModel, type PageState, firstState, reduce } from "../state.js";

export interface Page {
  readonly state: PageState;
  /** `undefined` until the browser has told. */
  readonly surroundings: Surroundings | undefined;
  /** What would run, or what is wrong with the choice. */
  readonly chosen: Chosen | { readonly problem: string };
  readonly choose: (choice: Partial<Choice>) => void;
  readonly takeFiles: (files: readonly File[]) => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends the run at once; results of earlier ones stay. */
  readonly stop: () => void;
}

export function usePage(): Page {
  const [state, dispatch] = useReducer(reduce, firstState);
  const [surroundings, setSurroundings] = useState<Surroundings>();
  const workers = useRef<RunWorkers>(undefined);
  const lastFiles = useRef<readonly File[]>(undefined);

  useEffect(() => {
    void describeSurroundings().then(setSurroundings);
    void probeAll(dispatch);
  }, []);

  const probe = state.probes[state.choice.runtime];
  const mostThreads = probe.kind === "there" ? probe.threads : undefined;
  const chosen = readChoice(state.choice, { file: state.file?.source, mostThreads });

  return {
    state,
    surroundings,
    chosen,
    choose: (choice) => dispatch({ kind: "chose", choice }),
    takeFiles: async (files) => {
      lastFiles.current = files;
      const action = await openDropped(files, sizeOf(state.choice)).then(
        (file) => ({ kind: "took file", file }) as const,
        (error: unknown) => ({ kind: "refused file", problem: describeProblem(error) }) as const,
      );
      // Those that were given last count, whichever takes longer to read.
      if (lastFiles.current === files) dispatch(action);
    },
    start: async () => {
      if ("problem" in chosen || surroundings === undefined || probe.kind !== "there") return;
      const own = new RunWorkers();
      workers.current = own;
      const runtimeName = `${surroundings.browser.family}/${chosen.runtime}`;
      dispatch({ kind: "started", title: titleOf(chosen, runtimeName), runs: chosen.runs });
      await run({ ...chosen, runtimeName, device: probe.device }, own, (action) => {
        if (workers.current === own) dispatch(action);
      });
    },
    stop: () => {
      workers.current?.endAll();
      workers.current = undefined;
      dispatch({ kind: "stopped" });
    },
  };
}

/** Reads the model too, so that what is wrong with it is said before it is to run. */
async function openDropped(files: readonly File[], size: Size): Promise<DroppedModel> {
  const source = await readDroppedFiles(files);
  const client = new ModelClient();
  try {
    const { inputs } = await client.ask("open", { source, size });
    return { source, ...(inputs === undefined ? {} : { inputs }) };
  } catch (cause) {
    throw new Error(`"${files[0]?.name}" cannot be used: ${describeProblem(cause)}`, { cause });
  } finally {
    client.terminate();
  }
}

type Request = Parameters<typeof runModel>[0];

async function run(request: Request, workers: RunWorkers, dispatch: (action: Action) => void): Promise<void> {
  try {
    const measured = await runModel(request, workers, {
      onStep: (step) => dispatch({ kind: "step", step }),
      onLoaded: (loaded) => dispatch({ kind: "loaded", loaded }),
      onSamples: (samplesMs) => dispatch({ kind: "sampled", samplesMs }),
    });
    dispatch({ kind: "finished", measured });
  } catch (error) {
    dispatch({ kind: "failed", reason: describeProblem(error) });
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

function titleOf({ source, size }: Chosen, runtimeName: string): string {
  const network = networks.find(({ name }) => source.kind === "network" && name === source.name);
  return network === undefined
    ? `${source.name} on ${runtimeName}`
    : `${network.title} ${formatSize(size)} on ${runtimeName}`;
}
