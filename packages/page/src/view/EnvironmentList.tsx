import type { Surroundings } from "../run/browser.js";
import type { PageState } from "../state.js";
import { describeGpus } from "./probeFacts.js";

interface Props {
  readonly probes: PageState["probes"];
  readonly surroundings: Surroundings | undefined;
}

/** What the browser tells of itself and the machine. */
export function EnvironmentList({ probes, surroundings }: Props) {
  if (surroundings === undefined) return null;
  const { browser, environment } = surroundings;
  const rows = [
    ["Browser", browser.name],
    ["User agent", environment.browser?.userAgent ?? ""],
    ["System", `${environment.os}, ${environment.architecture}`],
    ["Logical cores", String(environment.cpu.logicalCores)],
    ["Memory", environment.memoryMB === 0 ? "not told" : `at least ${environment.memoryMB / 1024} GiB`],
    ["GPU", describeGpus(probes)],
    ["Isolated from other origins", crossOriginIsolated ? "yes" : "no, so that WebAssembly gets one thread: see above"],
  ] as const;
  return (
    <section aria-labelledby="environment">
      <h2 id="environment">This browser</h2>
      <dl class="facts">
        {rows.map(([title, text]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
