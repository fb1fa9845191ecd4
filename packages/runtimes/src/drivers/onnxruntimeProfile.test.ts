import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeFallback, parseProfile } from "./onnxruntimeProfile.js";

/** What ONNX Runtime 1.30 wrote of two convolutions with a ReLU between them, on the CPU: two nodes, and one that lays out the output. */
const recorded = readFileSync(new URL("cpuProfile.test.fixture.json", import.meta.url), "utf8");

interface Event {
  readonly cat: string;
  readonly args: { readonly op_name?: string };
}

/** The recorded profile with other arguments for its nodes of those ops. */
function altered(args: object, ...ops: string[]): string {
  const events = JSON.parse(recorded) as Event[];
  const isChosen = ({ cat, args: { op_name = "" } }: Event): boolean => cat === "Node" && ops.includes(op_name);
  return JSON.stringify(
    events.map((event) => (isChosen(event) ? { ...event, args: { ...event.args, ...args } } : event)),
  );
}

const gpu = { provider: "CUDAExecutionProvider" };

describe("A profile", () => {
  test("tells how many nodes each provider ran", () => {
    expect(parseProfile(recorded).providers).toEqual({ CPUExecutionProvider: 3 });
    const mixed = parseProfile(altered(gpu, "Conv"));
    expect(mixed.providers).toEqual({ CUDAExecutionProvider: 2, CPUExecutionProvider: 1 });
  });

  test.each([
    ["nothing", ""],
    ["half of one", recorded.slice(0, 1000)],
    ["another document", "{}"],
    ["one of no node", "[]"],
    ["one whose nodes have no provider", altered({ provider: "" }, "Conv")],
    ["one whose nodes have no outputs", altered({ output_type_shape: undefined }, "Conv")],
    ["one whose outputs have no shape", altered({ output_type_shape: [{ float: "1x2" }] }, "Conv")],
  ])("is refused where it is %s", (_, text) => {
    expect(() => parseProfile(text)).toThrow("does not say which nodes ran");
  });
});

describe("A run that was meant for a GPU", () => {
  const fallback = (text: string): string | undefined => describeFallback(parseProfile(text));

  test("does not count where every node ran on the CPU", () => {
    expect(fallback(recorded)).toBe("3 of 3 nodes that compute ran on the CPU (Conv, ReorderOutput)");
  });

  test("does not count where one did", () => {
    expect(fallback(altered(gpu, "Conv"))).toBe("1 of 3 nodes that compute ran on the CPU (ReorderOutput)");
  });

  test("counts where none did", () => {
    expect(fallback(altered(gpu, "Conv", "ReorderOutput"))).toBeUndefined();
  });

  test("counts where only whole numbers, as shapes are, were computed there", () => {
    const events = JSON.parse(altered(gpu, "Conv")) as Event[];
    const shapes = events.map((event) =>
      event.args.op_name === "ReorderOutput"
        ? { ...event, args: { ...event.args, output_type_shape: [{ int64: [4] }] } }
        : event,
    );
    expect(fallback(JSON.stringify(shapes))).toBeUndefined();
  });
});
