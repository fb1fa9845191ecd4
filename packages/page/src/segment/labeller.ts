/** A model on a runtime, ready to label pictures one after the other. */
import type { BrowserRuntimeName, Loaded } from "@linknet-kit/browser/worker";
import { labelSetOf } from "@linknet-kit/accuracy/recipe";
import { browserRuntime, fromLayout, toLayout } from "@linknet-kit/runtimes/measure";
import {
  type ClassShare,
  type Colours,
  type ImageInput,
  type LabelledClass,
  NotLabelsError,
  type PictureColours,
  USUAL_SIZE,
  feedPicture,
  fitLabels,
  imageInput,
  labelPixels,
  networkSize,
  scoresOf,
  sharesOf,
} from "@linknet-kit/segment/picture";
import type { ModelClient } from "../model/modelClient.js";
import type { ModelSource } from "../model/modelSource.js";
import { RunWorkers } from "../run/workers.js";
import type { RuntimeWorker } from "@linknet-kit/browser/worker";

export interface LabelledPicture {
  readonly picture: PictureColours;
  /** The class of each pixel, by its channel. */
  readonly channels: Uint8Array;
  readonly classes: readonly LabelledClass[];
  readonly shares: readonly ClassShare[];
  readonly networkSize: ImageInput["size"];
  /** From the picture's numbers to the network's, in the page and out of the worker again. */
  readonly latencyMs: number;
  readonly loaded: Loaded;
}

export interface LabellerOptions {
  readonly source: ModelSource;
  readonly runtime: BrowserRuntimeName;
  readonly threads: number;
  /** How a model that does not say wants its colours. */
  readonly colours: ColourRange;
  readonly onStep: (step: string) => void;
}

export interface ColourRange {
  readonly mean: Colours;
  readonly std: Colours;
}

interface Ready {
  readonly size: ImageInput["size"];
  readonly input: ImageInput;
  readonly loaded: Loaded;
}

/** Ask for one picture at a time. */
export class Labeller {
  readonly #options: LabellerOptions;
  readonly #workers = new RunWorkers();
  readonly #model: ModelClient;
  readonly #runtime: RuntimeWorker;
  #ready: Ready | undefined;

  constructor(options: LabellerOptions) {
    this.#options = options;
    this.#model = this.#workers.model();
    this.#runtime = this.#workers.runtime(options.runtime);
  }

  /** Rejects where the model labels no pixels, or where it was ended. */
  async label(picture: PictureColours): Promise<LabelledPicture> {
    const { source, colours } = this.#options;
    const { input, loaded } = await this.#readyFor(picture);
    const { mean, std } = source.kind === "trained" ? { mean: source.recipe.mean, std: undefined } : colours;
    const given = toLayout(feedPicture(input, picture, { mean, std }), loaded);
    const started = performance.now();
    const outputs = Object.values(fromLayout(await this.#runtime.run(given), loaded));
    const latencyMs = performance.now() - started;
    if (outputs.length !== 1) throw new NotLabelsError({ problem: `it has ${outputs.length} outputs` });
    const scores = scoresOf(outputs[0]!, input, source.name);
    const classes = fitLabels(source.name, scores, source.kind === "trained" ? labelSetOf(source.recipe) : undefined);
    const channels = labelPixels(scores, picture);
    const shares = sharesOf(channels, classes);
    return { picture, channels, classes, shares, networkSize: input.size, latencyMs, loaded };
  }

  end(): void {
    this.#workers.endAll();
  }

  /** Another shape of pictures is another graph. */
  async #readyFor(picture: PictureColours): Promise<Ready> {
    const { source, runtime, threads, onStep } = this.#options;
    const wanted = source.kind === "trained" ? { like: source.recipe.size, least: USUAL_SIZE.least } : USUAL_SIZE;
    const size = networkSize(picture, wanted);
    const last = this.#ready;
    if (last?.size.width === size.width && last.size.height === size.height) return last;
    onStep("Preparing the model");
    await this.#model.ask("open", { source, axes: { size, batch: 1 } });
    const { artifact, inputs } = await this.#model.ask("prepare", { format: browserRuntime(runtime).format });
    const input = imageInput(source.name, inputs);
    onStep("Loading the runtime and the model");
    const loaded = await this.#runtime.load(artifact, { threads });
    // What runtimes do once is not what a picture takes.
    await this.#runtime.run(toLayout(emptyPicture(input), loaded));
    this.#ready = { size, input, loaded };
    return this.#ready;
  }
}

function emptyPicture(input: ImageInput) {
  const { size } = input;
  const blank = { ...size, colours: new Uint8Array(3 * size.width * size.height) };
  return feedPicture(input, blank, { mean: [0, 0, 0] });
}
