import { afterEach, expect, test, vi } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

interface Listed {
  readonly name: string;
  readonly available: boolean;
  readonly version?: string;
  readonly device?: string;
  readonly threads?: number;
  readonly reason?: string;
  readonly remedy?: string;
}

/** Every runtime is asked in a process of its own, and six of them start a Chromium. */
const MINUTES = 60_000;

afterEach(() => {
  vi.unstubAllEnvs();
});

test(
  "what adds several runtimes is said once, with all their names",
  async () => {
    vi.stubEnv("LINKNET_CHROMIUM", "/nowhere");
    const { code, out } = await runCommand("runtimes");
    expect(code).toBe(0);
    expect(out.match(/"\/nowhere", which is no program/g)).toHaveLength(6);
    const [line, ...others] = out.split("\n").filter((each) => each.startsWith("To add chromium/"));
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^To add chromium\/onnxruntime-wasm, .*chromium\/tfjs-webgpu: give the path of a Chromium, or unset LINKNET_CHROMIUM$/,
    );
  },
  3 * MINUTES,
);

test(
  "runtimes --json lists what runs here, browsers too, and why the others do not and what adds them",
  async () => {
    const { code, out } = await runCommand("runtimes --json");
    expect(code).toBe(0);
    const { runtimes } = JSON.parse(out) as { readonly runtimes: readonly Listed[] };
    const told = runtimes.filter(({ available, version, device, threads, reason, remedy }) =>
      available ? version && device && threads! >= 1 : reason && remedy,
    );
    expect(told).toEqual(runtimes);
    const inChromium = runtimes.filter(({ name }) => name.startsWith("chromium/"));
    expect(inChromium.map(({ name, reason }) => [name, reason])).toEqual([
      ["chromium/onnxruntime-wasm", undefined],
      ["chromium/onnxruntime-webgpu", undefined],
      ["chromium/onnxruntime-webgl", undefined],
      ["chromium/tfjs-wasm", undefined],
      ["chromium/tfjs-webgl", undefined],
      ["chromium/tfjs-webgpu", undefined],
    ]);
    for (const { version } of inChromium) expect(version).toMatch(/^\d+\.\d+\.\d+ in Chromium \d/);
  },
  3 * MINUTES,
);
