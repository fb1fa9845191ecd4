/** What the page's segmentation shows, and what its controls do. */
import type { BrowserRuntimeName } from "@linknet-kit/browser/worker";
import { useEffect, useRef, useState } from "preact/hooks";
import { DROPPED } from "../choice.js";
import { describeProblem } from "../droppedFiles.js";
import type { ModelSource } from "../model/modelSource.js";
import { type PageState, fits } from "../state.js";
import { type OpenCamera, openCamera } from "./camera.js";
import { COLOUR_RANGES, type ColourRangeName } from "./colourRanges.js";
import { type LabelledPicture, Labeller } from "./labeller.js";
import { pixelsOfFile, pixelsOfVideo } from "./pixels.js";
import { sceneNetwork } from "./sceneNetwork.js";

/** The value of the menu of models that stands for the one that comes with the page. */
export const SCENES = "scenes";

export interface SegmentChoice {
  readonly model: typeof SCENES | typeof DROPPED;
  readonly runtime: BrowserRuntimeName;
  readonly colours: ColourRangeName;
}

export interface Segment {
  readonly choice: SegmentChoice;
  readonly choose: (choice: Partial<SegmentChoice>) => void;
  /** Whether a runtime takes the chosen model. */
  readonly fits: (runtime: BrowserRuntimeName) => boolean;
  readonly camera: "off" | "starting" | "live";
  /** What is being done, or why the camera went off. */
  readonly step: string;
  readonly problem: string;
  readonly labelled: LabelledPicture | undefined;
  /** How many pictures were given beside the one that is labelled. */
  readonly leftOut: number;
  /** Of the last pictures of the camera; nothing else has any. */
  readonly framesPerSecond: number | undefined;
  /** The first of them is labelled. */
  readonly takePictures: (files: readonly File[]) => void;
  readonly startCamera: () => void;
  readonly stopCamera: () => void;
}

const HIDDEN = "The camera was switched off while the page was out of sight.";

export function useSegment(state: PageState): Segment {
  const [choice, setChoice] = useState<SegmentChoice>({ model: SCENES, runtime: "onnxruntime-wasm", colours: "plain" });
  const [file, setFile] = useState<File>();
  const [leftOut, setLeftOut] = useState(0);
  const [camera, setCamera] = useState<Segment["camera"]>("off");
  const [step, setStep] = useState("");
  const [problem, setProblem] = useState("");
  const [labelled, setLabelled] = useState<LabelledPicture>();
  const [framesPerSecond, setFrames] = useState<number>();
  const probes = useRef(state.probes);
  probes.current = state.probes;
  const source = choice.model === DROPPED ? state.file?.source : undefined;
  const isLive = camera !== "off";

  // One labeller for as long as the picture, the model and the runtime are the same: leaving ends whatever it does.
  useEffect(() => {
    if (!isLive && file === undefined) return undefined;
    const alive = new AbortController();
    const { signal } = alive;
    const tell = (text: string): void => {
      if (!signal.aborted) setStep(text);
    };
    const show = (found: LabelledPicture): void => {
      if (!signal.aborted) setLabelled(found);
    };
    const onLive = (rate?: number): void => {
      if (signal.aborted) return;
      // One that was switched off stays so, though a picture of it is still under way.
      setCamera((now) => (now === "off" ? now : "live"));
      if (rate !== undefined) setFrames(rate);
    };
    setProblem("");
    const probe = probes.current[choice.runtime];
    const how = { ...choice, source, threads: probe.kind === "there" ? probe.threads : 1, onStep: tell, signal };
    const work = isLive ? labelCamera(how, show, onLive) : labelFile(file!, how, show);
    work.then(
      () => tell(""),
      (error: unknown) => {
        if (signal.aborted) return;
        setStep("");
        setCamera("off");
        setProblem(describeProblem(error));
      },
    );
    return () => alive.abort();
  }, [isLive, file, source, choice.model, choice.runtime, choice.colours]);

  useEffect(() => {
    const leave = (): void => {
      if (!document.hidden || !isLive) return;
      setCamera("off");
      setStep(HIDDEN);
    };
    document.addEventListener("visibilitychange", leave);
    return () => document.removeEventListener("visibilitychange", leave);
  }, [isLive]);

  return {
    choice,
    choose: (changed) => setChoice({ ...choice, ...changed }),
    fits: (runtime) =>
      fits({ choice: { ...state.choice, model: choice.model }, ...(state.file && { file: state.file }) }, runtime),
    camera,
    step,
    problem,
    labelled,
    framesPerSecond: isLive ? framesPerSecond : undefined,
    leftOut,
    takePictures: (files) => {
      setCamera("off");
      setLabelled(undefined);
      setFile(files[0]);
      setLeftOut(files.length - 1);
    },
    startCamera: () => {
      setFile(undefined);
      setLeftOut(0);
      setLabelled(undefined);
      setFrames(undefined);
      setStep("Asking for the camera");
      setCamera("starting");
    },
    stopCamera: () => {
      setCamera("off");
      setStep("");
    },
  };
}

interface How extends SegmentChoice {
  /** Of a file; else the network of the page. */
  readonly source: ModelSource | undefined;
  readonly threads: number;
  readonly onStep: (step: string) => void;
  readonly signal: AbortSignal;
}

async function labellerFor({ source, runtime, threads, colours, onStep, signal }: How): Promise<Labeller> {
  const labeller = new Labeller({
    source: source ?? (await sceneNetwork()),
    runtime,
    threads,
    colours: COLOUR_RANGES[colours],
    onStep,
  });
  if (signal.aborted) labeller.end();
  else signal.addEventListener("abort", () => labeller.end());
  return labeller;
}

async function labelFile(file: File, how: How, show: (labelled: LabelledPicture) => void): Promise<void> {
  how.onStep("Reading the picture");
  const picture = await pixelsOfFile(file);
  const labeller = await labellerFor(how);
  try {
    how.onStep("Labelling the picture");
    show(await labeller.label(picture));
  } finally {
    labeller.end();
  }
}

/** Until it is told to end; the camera goes off with it. */
async function labelCamera(
  how: How,
  show: (labelled: LabelledPicture) => void,
  onLive: (rate?: number) => void,
): Promise<void> {
  const { signal, onStep } = how;
  let camera: OpenCamera | undefined;
  const labeller = await labellerFor(how);
  try {
    camera = await openCamera();
    const opened = camera;
    if (signal.aborted) return;
    signal.addEventListener("abort", () => opened.stop());
    onLive();
    let before = performance.now();
    let isFirst = true;
    while (!signal.aborted) {
      show(await labeller.label(pixelsOfVideo(opened.video)));
      if (isFirst) onStep("");
      isFirst = false;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      onLive(1000 / (now - before));
      before = now;
    }
  } finally {
    camera?.stop();
    labeller.end();
  }
}
