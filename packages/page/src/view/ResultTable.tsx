import { systemClock, visibleText } from "@linknet-kit/base";
import type { Environment, Result } from "@linknet-kit/results";
import { formatImages, formatMeasured, formatQuantity } from "../format.js";
import type { Surroundings } from "../run/browser.js";
import { makeResultFile } from "../run/resultFile.js";
import { type Measured, keyOf } from "../measured.js";
import type { PageState } from "../state.js";
import { gpusOf, runtimesOf } from "./probeFacts.js";
import { checkOf, isWrong, loadMsOf, statusOf } from "./resultText.js";

interface Props {
  readonly results: readonly Measured[];
  readonly probes: PageState["probes"];
  readonly surroundings: Surroundings | undefined;
  /** Called with a result's key. */
  readonly remove: (key: string) => Promise<void>;
}

/** Every result that this browser keeps, and the button that saves them to a file. */
export function ResultTable({ results, probes, surroundings, remove }: Props) {
  if (results.length === 0 || surroundings === undefined) return null;
  const environment: Environment = {
    ...surroundings.environment,
    gpus: gpusOf(probes).map((model) => ({ model })),
    runtimes: runtimesOf(probes, surroundings.browser),
  };
  return (
    <section aria-labelledby="results">
      <div class="heading">
        <h2 id="results">Results</h2>
        <button type="button" onClick={() => save(results, environment)}>
          Save results
        </button>
      </div>
      <p class="muted" id="results-hint">
        {formatQuantity(results.length, "result")}; a run of the same model, images, runtime and threads replaces the
        one before. This browser keeps them until they are deleted.
      </p>
      {/* Focusable, so that the keyboard can scroll it. */}
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of results">
        <table aria-labelledby="results" aria-describedby="results-hint">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Size</th>
              <th scope="col">Runtime</th>
              <th scope="col" class="number">
                Threads
              </th>
              <th scope="col" class="number">
                Median, ms
              </th>
              <th scope="col" class="number">
                95 % interval
              </th>
              <th scope="col" class="number">
                p90, ms
              </th>
              <th scope="col" class="number">
                Images/s
              </th>
              <th scope="col" class="number">
                First run, ms
              </th>
              <th scope="col" class="number">
                Load, ms
              </th>
              <th scope="col">Status</th>
              <th scope="col">Output check</th>
              <th scope="col">
                <span class="hidden">Delete</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {results.map((measured) => (
              <ResultRow key={keyOf(measured)} measured={measured} remove={remove} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ResultRow({ measured, remove }: { readonly measured: Measured } & Pick<Props, "remove">) {
  const { result } = measured;
  const { latency, reason } = result;
  const check = checkOf(result);
  const load = loadMsOf(result.load);
  const number = (value: number | undefined) => (
    <td class="number">{value === undefined ? "" : formatMeasured(value)}</td>
  );
  return (
    <tr>
      <th scope="row">{visibleText(result.network)}</th>
      <td>{formatImages(result)}</td>
      <td>{result.runtime}</td>
      <td class="number">{result.threads}</td>
      {number(latency?.medianMs)}
      <td class="number">{latency && `${formatMeasured(latency.ciLowMs)} – ${formatMeasured(latency.ciHighMs)}`}</td>
      {number(latency?.p90Ms)}
      {number(result.throughputFps)}
      {number(result.firstRunMs)}
      {number(load?.sum)}
      <td class={classOf(result)} title={reason && visibleText(reason)}>
        {statusOf(result)}
      </td>
      <td class="prose">
        <details>
          <summary class={check.passed === false ? "failure" : undefined}>{check.word}</summary>
          {check.detail}
        </details>
      </td>
      <td>
        <button
          type="button"
          class="plain"
          aria-label={`Delete the result of ${visibleText(result.network)} ${formatImages(result)} on ${result.runtime}, ${result.threads} threads`}
          onClick={() => remove(keyOf(measured))}
        >
          Delete
        </button>
      </td>
    </tr>
  );
}

function classOf(result: Result): string | undefined {
  if (result.status === "valid") return undefined;
  return isWrong(result) ? "failure" : "warning";
}

/** Hands the browser one file to keep. */
function save(results: readonly Measured[], environment: Environment): void {
  const file = makeResultFile(results, { environment, createdAt: systemClock.date().toISOString() });
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, undefined, 2)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "result-page.json";
  link.click();
  URL.revokeObjectURL(url);
}
