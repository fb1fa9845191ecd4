import { visibleText } from "@linknet-kit/base";
import { percent } from "@linknet-kit/segment/picture";
import { useEffect, useRef, useState } from "preact/hooks";
import { DROPPED } from "../choice.js";
import { formatMeasured, formatSize } from "../format.js";
import { COLOUR_RANGES, COLOUR_RANGE_TITLES, type ColourRangeName } from "../segment/colourRanges.js";
import type { LabelledPicture } from "../segment/labeller.js";
import { SCENES, type Segment, type SegmentChoice } from "../segment/useSegment.js";
import type { PageState } from "../state.js";
import { Overlay } from "./Overlay.js";
import { RuntimeChoice } from "./RuntimeChoice.js";

interface Props {
  readonly state: PageState;
  readonly segment: Segment;
}

/** A picture or the camera, with the class of each pixel over it. */
export function SegmentView({ state, segment }: Props) {
  return (
    <div class="bench">
      <SegmentForm state={state} segment={segment} />
      <SegmentResult segment={segment} />
    </div>
  );
}

function SegmentForm({ state, segment }: Props) {
  const { choice, choose, camera } = segment;
  const { file } = state;
  return (
    <form class="choice" onSubmit={(event) => event.preventDefault()} aria-label="What to label">
      <h2>Label a picture</h2>
      <div class="fields">
        <label class={choice.model === SCENES ? "whole" : undefined}>
          Network
          <select
            value={choice.model}
            onChange={({ currentTarget }) => choose({ model: currentTarget.value as SegmentChoice["model"] })}
          >
            <option value={SCENES}>LinkNet of street scenes</option>
            {file && <option value={DROPPED}>{visibleText(file.source.name)} (file)</option>}
          </select>
        </label>
        {choice.model === DROPPED && (
          <label>
            Colours
            <select
              value={choice.colours}
              onChange={({ currentTarget }) => choose({ colours: currentTarget.value as ColourRangeName })}
            >
              {(Object.keys(COLOUR_RANGES) as ColourRangeName[]).map((name) => (
                <option key={name} value={name}>
                  {COLOUR_RANGE_TITLES[name]}
                </option>
              ))}
            </select>
          </label>
        )}
        <p class="hint">
          {choice.model === SCENES
            ? "Trained on generated street scenes with the eleven classes of CamVid: it shows how pictures are labelled, and is no judge of photographs."
            : "A network that has a number a class for each pixel, or the class itself."}
        </p>
        {choice.model === DROPPED && choice.colours === "plain" && (
          <p class="hint" role="note">
            Its file does not say which mean it was trained with, and none is taken from colours: a network that needs
            one, as those of linknet train do, labels worse here than linknet segment does with the folder of its run.
          </p>
        )}
      </div>
      <PictureChoice take={(picture) => segment.takePictures([picture])} />
      <div class="actions">
        {camera === "off" ? (
          <button key="start" type="button" onClick={segment.startCamera}>
            Use the camera
          </button>
        ) : (
          <button key="stop" type="button" class="stop" onClick={segment.stopCamera}>
            Stop the camera
          </button>
        )}
      </div>
      <RuntimeChoice
        probes={state.probes}
        chosen={choice.runtime}
        fits={segment.fits}
        choose={(runtime) => choose({ runtime })}
      />
    </form>
  );
}

function PictureChoice({ take }: { readonly take: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const read = (): void => {
    const { current } = input;
    const file = current?.files?.[0];
    // The same picture may be chosen again.
    if (current !== null) current.value = "";
    if (file !== undefined) take(file);
  };
  return (
    <div class="drop">
      <p>
        <button type="button" class="plain" onClick={() => input.current?.click()}>
          Choose a picture
        </button>{" "}
        or drop one anywhere: PNG, JPEG, or whatever this browser shows. It stays in this browser.
      </p>
      <input ref={input} type="file" accept="image/*" hidden aria-label="Picture" onChange={read} />
    </div>
  );
}

function SegmentResult({ segment }: Pick<Props, "segment">) {
  const { labelled, leftOut, step, problem } = segment;
  const [opacity, setOpacity] = useState(0.5);
  const section = useRef<HTMLElement>(null);
  const isLabelled = labelled !== undefined;
  // On a phone it stands below what was chosen.
  useEffect(() => {
    if (isLabelled) section.current?.scrollIntoView({ block: "nearest" });
  }, [isLabelled]);
  return (
    <section class="run" aria-label="Labels" ref={section}>
      <h2>{labelled === undefined ? "Nothing is labelled yet" : "What the network sees"}</h2>
      <p role="status" class="muted step">
        {step}
      </p>
      {leftOut > 0 && (
        <p class="muted" role="note">
          The first picture of {leftOut + 1} is labelled here; linknet segment labels many.
        </p>
      )}
      <p role="alert" class="failure">
        {problem && visibleText(problem)}
      </p>
      {labelled === undefined ? (
        <p class="muted">
          Each pixel gets the colour of the class that the network finds likeliest. The legend says how much of the
          picture each class covers, and beside it stands how long the network took.
        </p>
      ) : (
        <>
          <Overlay labelled={labelled} opacity={opacity} />
          <label class="opacity">
            Opacity of the colours
            <input
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={opacity}
              onInput={({ currentTarget }) => setOpacity(Number(currentTarget.value))}
            />
          </label>
          <Legend labelled={labelled} />
          <Times labelled={labelled} framesPerSecond={segment.framesPerSecond} />
        </>
      )}
    </section>
  );
}

function Legend({ labelled: { shares } }: { readonly labelled: LabelledPicture }) {
  return (
    <ul class="legend" aria-label="Classes">
      {shares.map(({ name, id, colour, share }) => (
        <li key={id}>
          <svg viewBox="0 0 1 1" aria-hidden="true">
            <rect width="1" height="1" fill={`rgb(${colour.join()})`} />
          </svg>
          {visibleText(name)} <span class="muted">{percent(share)}</span>
        </li>
      ))}
    </ul>
  );
}

function Times({
  labelled,
  framesPerSecond,
}: {
  readonly labelled: LabelledPicture;
  readonly framesPerSecond: number | undefined;
}) {
  const { latencyMs, loaded, networkSize, picture } = labelled;
  const { runtimeMs, sessionMs } = loaded.loadTimes;
  const figures = [
    ["Network", `${formatMeasured(latencyMs)} ms`, `at ${formatSize(networkSize)}`],
    ["Load", `${formatMeasured(runtimeMs + sessionMs)} ms`, "before the first label"],
    framesPerSecond === undefined
      ? (["Picture", formatSize(picture), "as it is shown"] as const)
      : ([
          "Camera",
          `${formatMeasured(framesPerSecond)} pictures/s`,
          `of ${formatSize(picture)}, everything included`,
        ] as const),
  ] as const;
  return (
    <dl class="figures">
      {figures.map(([title, value, detail]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd class="value word">{value}</dd>
          <dd class="detail">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
