import { browserRuntime } from "@linknet-kit/runtimes/measure";
import { type BrowserRuntimeName, browserRuntimeNames } from "@linknet-kit/browser/worker";
import type { PageState, Probe } from "../state.js";

interface Props {
  readonly probes: PageState["probes"];
  readonly chosen: BrowserRuntimeName;
  /** Whether the runtime can take the chosen model at all. */
  readonly fits: (runtime: BrowserRuntimeName) => boolean;
  readonly choose: (runtime: BrowserRuntimeName) => void;
}

/** Every runtime; those that are not there say why. */
export function RuntimeChoice({ probes, chosen, fits, choose }: Props) {
  return (
    <fieldset class="runtimes">
      <legend>Runtime</legend>
      {browserRuntimeNames.map((name) => {
        const probe = probes[name];
        return (
          <label key={name} class={probe.kind}>
            <input
              type="radio"
              name="runtime"
              value={name}
              checked={name === chosen}
              disabled={probe.kind !== "there" || !fits(name)}
              onChange={() => choose(name)}
            />
            <span class="name">{name}</span>
            <span class="detail">
              {fits(name)
                ? describeProbe(probe)
                : browserRuntime(name).format === "onnx"
                  ? "takes no graph models of tfjs"
                  : "takes no ONNX model with parts that this project does not know"}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function describeProbe(probe: Probe): string {
  if (probe.kind === "asking") return "looking ...";
  if (probe.kind === "missing") return `not here: ${probe.reason}`;
  return `${probe.version}, ${probe.device}`;
}
