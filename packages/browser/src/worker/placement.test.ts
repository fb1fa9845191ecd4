import { expect, test } from "vitest";
import { parsePlacement } from "./placement.js";

const line = (text: string): string =>
  `\u001B[0;93m[V:onnxruntime:, session_state.cc:1323 VerifyEachNode] ${text}\u001B[m`;
const heading = (provider: string, count: number): string =>
  line(`  Node(s) placed on [${provider}]. Number of nodes: ${count}`);

test("Nodes on the CPU are counted and named", () => {
  const log = [
    "something else",
    heading("WebGpuExecutionProvider", 3),
    ...["Conv (a)", "Relu (b)", "Conv (c)"].map((node) => line(`    ${node}`)),
    heading("CPUExecutionProvider", 5),
    ...["MaxUnpool (d)", "MaxUnpool (e)", "Sign (f)", "Shape (g)", "Size (h)"].map((node) => line(`    ${node}`)),
  ].join("\n");
  expect(parsePlacement(log)).toEqual({
    providers: { WebGpuExecutionProvider: 3, CPUExecutionProvider: 5 },
    fallback: "3 of 8 nodes ran on the CPU (MaxUnpool, Sign)",
  });
});

test("What copies and what computes shapes is on the CPU on purpose", () => {
  const log = [
    heading("WebGpuExecutionProvider", 1),
    line("    Conv (a)"),
    heading("CPUExecutionProvider", 2),
    line("    Shape (b)"),
    line("    MemcpyToHost (c)"),
  ].join("\n");
  expect(parsePlacement(log)).toEqual({ providers: { WebGpuExecutionProvider: 1, CPUExecutionProvider: 2 } });
});

test("A log that says nothing of it is an error", () => {
  expect(() => parsePlacement("session started")).toThrow("does not say where it placed the nodes");
});
