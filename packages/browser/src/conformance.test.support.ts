/** What a runtime in Chromium computes is what the reference computes: every case of every op, and every network. */
import { type NetworkOptions, scrambledWeights } from "@linknet-kit/core";
import { caseModels } from "@linknet-kit/core/cases";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import {
  AGREES,
  type CaseLimits,
  type RunModel,
  limitsOf,
  outcomeOf,
  withoutPositions,
} from "@linknet-kit/runtimes/conformance";
import { browserRuntime, seededInputs } from "@linknet-kit/runtimes/measure";
import { describe, expect, test } from "vitest";
import type { SharedChromium } from "./sharedChromium.test.support.js";
import type { BrowserRuntimeName } from "./worker/protocol.js";

/** Sums of a few products, in another order. */
const CASE_TOLERANCE = 1e-5;
const NETWORK_TOLERANCE = 1e-4;
/** The channels of a network: a part of them leaves the geometry as it is. */
const NARROW = 0.25;
/** Odd sides: pools leave a rest, and up-sampling must give it back. */
const ODD = { width: 97, height: 65 };
const EVEN = { width: 64, height: 32 };
const MINUTE = 60_000;
/** LinkNet has the ops of the first, and ENet those of the second, which passes positions of maxima on as it does. */
const PARTS_OF_OTHERS = ["linknet-without-bypass", "segnet"];
/** Where unpooling is lowered, as for tfjs, ENet runs everywhere, which has LinkNet's ops too. */
const PARTS_OF_ENET = [...PARTS_OF_OTHERS, "linknet"];

/** Tests of one runtime: what is not among its limits must run, and what is must not. */
export function describeRuntime(runtime: BrowserRuntimeName, chromium: SharedChromium): void {
  const limits: CaseLimits = limitsOf(`chromium/${runtime}`);
  const run: RunModel = (model, inputs) => chromium.run(runtime, model, inputs);
  // Those for images channels-last exist only in artifacts of tfjs, where the networks have them.
  const onGpu = !runtime.endsWith("wasm");
  const all = caseModels.filter(({ op }) => op.axes !== "channels-last");
  // Of WebAssembly, Node runs the same binary on all of them: here it is to be loaded and to have each op.
  const cases = onGpu ? all : all.filter(({ op }, index) => all.findIndex((other) => other.op === op) === index);
  const hasPositions = limits.positions === undefined && browserRuntime(runtime).format === "onnx";

  describe(`chromium/${runtime}`, () => {
    test.each(cases)(
      "$name",
      async (each) => {
        const outcome = await outcomeOf(run, hasPositions ? each : withoutPositions(each), CASE_TOLERANCE);
        expect(outcome).toContain(limits.cases[each.name] ?? AGREES);
      },
      MINUTE,
    );

    test.each(limits.positions ?? [])("positions of maxima: %s", async (limit) => {
      const pool = cases.find(({ op }) => op.name === "maxPool")!;
      expect(await outcomeOf(run, pool, CASE_TOLERANCE)).toContain(limit);
    });

    // A GPU in software compiles every kernel for seconds: fewer channels, one size, and no network whose ops another has in as many forms.
    const width = onGpu ? NARROW / 4 : NARROW;
    const parts = browserRuntime(runtime).format === "tfjs" ? PARTS_OF_ENET : PARTS_OF_OTHERS;
    const names = realTimeNetworks.map(({ name }) => name).filter((name) => !onGpu || !parts.includes(name));
    describe.each(names)("%s", (network) => {
      test.each(onGpu ? [ODD] : [ODD, EVEN])(
        "$width x $height",
        async (size) => {
          const outcome = await outcomeOfNetwork(run, network, { size, width });
          expect(outcome).toContain(limits.networks?.[network] ?? AGREES);
        },
        3 * MINUTE,
      );
    });
  });
}

/** Where maxima are passed on, near-ties may go another way, see docs/decisions/0008; in this image none does on any runtime. */
async function outcomeOfNetwork(run: RunModel, network: string, options: Partial<NetworkOptions>): Promise<string> {
  const graph = buildNetwork(network, options);
  const model = { graph, weights: scrambledWeights(graph, 11) };
  return await outcomeOf(run, { model, inputs: seededInputs(graph.inputs, 1) }, NETWORK_TOLERANCE);
}
