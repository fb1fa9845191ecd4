import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { run } from "./main.js";
import { recordingStream, runCommand } from "./recordedTerminal.test.support.js";
import { processTerminal } from "./terminal.js";

const BIN = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));

/** Starts the command; what it prints can be read while it runs. */
function serve(...flags: readonly string[]) {
  const [stdout, stderr] = [recordingStream(), recordingStream()];
  const interruption = new AbortController();
  const terminal = processTerminal({ stdout: stdout.stream, stderr: stderr.stream });
  const ended = run(["page", ...flags], terminal, interruption.signal);
  return { stdout, stderr, ended, interrupt: () => interruption.abort() };
}

test("The page is served on this machine alone, under the address that is printed, until Ctrl-C", async () => {
  const { stdout, stderr, ended, interrupt } = serve();
  const [address] = await vi.waitUntil(() => /^http:\/\/127\.0\.0\.1:\d+\/$/m.exec(stdout.text()), { timeout: 60_000 });
  expect(await (await fetch(address)).text()).toContain("<title>linknet-kit in this browser</title>");
  expect(await (await fetch(address.replace("127.0.0.1", "localhost"))).text()).toContain("<title>");
  expect(stderr.text()).toBe("Ctrl-C ends it.\n");
  interrupt();
  expect(await ended).toBe(130);
  await expect(fetch(address)).rejects.toThrow("fetch failed");
});

test("Opened to a network, it says who reaches it and what that costs", async () => {
  const { stdout, stderr, ended, interrupt } = serve("--host", "0.0.0.0", "--json");
  await vi.waitUntil(() => stderr.text().includes("Ctrl-C"), { timeout: 60_000 });
  const { addresses, isOpen } = JSON.parse(stdout.text()) as { addresses: readonly string[]; isOpen: boolean };
  expect(isOpen).toBe(true);
  for (const address of addresses) expect((await fetch(address)).status).toBe(200);
  expect(stderr.text()).toMatch(/Every machine that reaches this one.*WebAssembly runs on one thread/s);
  interrupt();
  await ended;
});

/** As users run it, since errors of optional packages are of the modules that Node itself loads. */
function runBuilt(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("A port that is taken, or none, is said in a line", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const taken = runBuilt("page", "--port", String(port));
  expect(taken).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringContaining("another program listens there"),
  });
  other.close();
  expect(runBuilt("page", "--port", "70000")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("a whole number from 0 to 65535"),
  });
  expect(await runCommand("page --port x")).toMatchObject({ code: 2, notes: expect.stringContaining("whole number") });
});
