import { visibleText } from "@linknet-kit/base";
import { findNetwork, realTimeNetworks } from "@linknet-kit/models";
import { browserRuntime } from "@linknet-kit/runtimes/measure";
import { useRef } from "preact/hooks";
import { DROPPED, OTHER_SIZE, SIZES } from "../choice.js";
import { formatBytes } from "../format.js";
import { type DroppedModel, fits } from "../state.js";
import { RuntimeChoice } from "./RuntimeChoice.js";
import type { Page } from "./usePage.js";

/** What to run, on what, how often. */
export function ChoiceForm({ page }: { readonly page: Page }) {
  const { state, chosen, choose } = page;
  const { choice, file, fileProblem, isReading, probes } = state;
  const isRunning = state.run?.phase === "running";
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!isRunning) void page.start();
  };
  return (
    <form class="choice" onSubmit={submit} aria-label="What to run">
      <h2>What to run</h2>
      <div class="fields">
        <label>
          Model
          <select value={choice.model} onChange={({ currentTarget }) => choose({ model: currentTarget.value })}>
            {realTimeNetworks.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
            {file && <option value={DROPPED}>{visibleText(file.source.name)} (file)</option>}
          </select>
        </label>
        <SizeChoice page={page} />
      </div>
      <FileChoice
        file={file}
        isReading={isReading}
        problem={fileProblem}
        take={(files) => void page.takeFiles(files)}
      />
      <RuntimeChoice
        probes={probes}
        chosen={choice.runtime}
        fits={(runtime) => fits(state, runtime)}
        choose={(runtime) => choose({ runtime, threads: "" })}
      />
      <div class="fields">
        <ThreadChoice page={page} />
        <label>
          Runs
          <input
            type="number"
            min={10}
            max={10000}
            value={choice.runs}
            onInput={({ currentTarget }) => choose({ runs: currentTarget.value })}
          />
        </label>
        <label>
          Images at a time
          <input
            type="number"
            min={1}
            max={64}
            value={choice.batch}
            onInput={({ currentTarget }) => choose({ batch: currentTarget.value })}
          />
        </label>
      </div>
      <div class="actions">
        {isRunning ? (
          <button key="stop" type="button" class="stop" onClick={page.stop}>
            Stop
          </button>
        ) : (
          <>
            <button key="run" type="submit" disabled={"problem" in chosen}>
              Run
            </button>
            <button
              key="all"
              type="button"
              class="plain"
              disabled={"problem" in chosen}
              onClick={() => void page.startAll()}
            >
              Run on every runtime
            </button>
          </>
        )}
        <p class="muted" role="status">
          {"problem" in chosen && probes[choice.runtime].kind !== "asking" ? sentence(chosen.problem) : ""}
        </p>
      </div>
    </form>
  );
}

function SizeChoice({ page }: { readonly page: Page }) {
  const { state, choose } = page;
  const { choice } = state;
  const hint = choice.model === DROPPED ? "where the file leaves it open" : findNetwork(choice.model).sizes;
  const side = (name: "width" | "height") => (
    <label>
      {name === "width" ? "Width" : "Height"}
      <input
        type="number"
        min={1}
        max={16384}
        value={choice[name]}
        onInput={({ currentTarget }) => choose({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <>
      <label>
        Image size
        <select
          value={choice.size}
          aria-describedby="size-hint"
          onChange={({ currentTarget }) => choose({ size: currentTarget.value })}
        >
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
          <option value={OTHER_SIZE}>another size</option>
        </select>
      </label>
      {choice.size === OTHER_SIZE && (
        <>
          {side("width")}
          {side("height")}
        </>
      )}
      <p class="hint" id="size-hint">
        {hint}
      </p>
    </>
  );
}

function ThreadChoice({ page: { state, choose } }: { readonly page: Page }) {
  const { choice, probes } = state;
  const probe = probes[choice.runtime];
  const most = probe.kind === "there" ? probe.threads : 1;
  const isCpu = browserRuntime(choice.runtime).device === "cpu";
  return (
    <label>
      Threads
      <input
        type="number"
        min={1}
        max={most}
        disabled={!isCpu || most === 1}
        value={choice.threads === "" ? String(most) : choice.threads}
        onInput={({ currentTarget }) => choose({ threads: currentTarget.value })}
      />
    </label>
  );
}

interface FileChoiceProps {
  readonly file: DroppedModel | undefined;
  readonly isReading: boolean;
  readonly problem: string | undefined;
  readonly take: (files: readonly File[]) => void;
}

function FileChoice({ file, isReading, problem, take }: FileChoiceProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = (): void => {
    const { current } = input;
    if (current === null) return;
    const files = [...(current.files ?? [])];
    // The same files may be chosen again.
    current.value = "";
    if (files.length > 0) take(files);
  };
  return (
    <div class="drop">
      <p>
        <button type="button" class="plain" onClick={() => input.current?.click()}>
          Choose files
        </button>{" "}
        or drop them or their folder anywhere: an .onnx file with the files of its weights, or a tfjs model.json with
        its shards, and beside it the .onnx of the same model to check it against.
      </p>
      <input ref={input} type="file" multiple hidden aria-label="Model files" onChange={read} />
      <p role="status" class="given">
        {isReading ? "Reading ..." : file && `${visibleText(file.source.name)}: ${describeFile(file)}`}
      </p>
      <p role="alert" class="failure">
        {problem && sentence(problem)}
      </p>
    </div>
  );
}

function describeFile({ source, declared }: DroppedModel): string {
  const takes = declared.map((input) => `, takes ${visibleText(input)}`).join("");
  if (source.kind === "onnx") {
    const { bytes, beside = [] } = source;
    const all = beside.reduce((sum, file) => sum + file.bytes.length, bytes.length);
    return `ONNX, ${formatBytes(all)}${takes}`;
  }
  if (source.kind !== "tfjs") return takes;
  const beside = source.reference === undefined ? "" : `, checked against ${visibleText(source.reference.name)}.onnx`;
  return `tfjs graph model, ${formatBytes(source.artifacts.weightData.byteLength)} of weights${takes}${beside}`;
}

function sentence(text: string): string {
  const shown = visibleText(text);
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)}${/[.!?]$/.test(shown) ? "" : "."}`;
}
