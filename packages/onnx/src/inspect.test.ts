import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { smallNetwork } from "./smallNetwork.test.fixture.js";
import { inspectOnnx } from "./inspect.js";
import { writeOnnx } from "./encode/writeOnnx.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
