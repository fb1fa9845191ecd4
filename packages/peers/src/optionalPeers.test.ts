/** With packages that lie in folders as package managers lay them. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LinknetError } from "@linknet-kit/base";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { optionalPeers } from "./optionalPeers.js";

/** Where `npx` has put us, and the user's project. */
let ours: string;
let project: string;
let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "optional-peers-")));
  ours = join(folder, "_npx/0123");
  project = join(folder, "project");
  await write(join(project, "package.json"), {});
  await write(manifest(), {
    name: "@linknet-kit/bench",
    version: "0.3.0",
    peerDependencies: { runtime: "^2.1.0", "@scope/backend": "^1.0.0", "@linknet-kit/extra": "*" },
  });
  vi.spyOn(process, "cwd").mockReturnValue(project);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const manifest = (): string => join(ours, "node_modules/@linknet-kit/bench/package.json");
const peers = () => optionalPeers(pathToFileURL(manifest()));

async function write(path: string, content: object | string): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
}

interface Package {
  readonly at: string;
  readonly name?: string;
  readonly version?: string;
  readonly source?: string;
}

/** A package whose one module lies a folder deeper, and that hides its own `package.json`. */
async function install({ at, name = "runtime", version = "2.1.0", source }: Package): Promise<void> {
  const place = join(at, "node_modules", name);
  await write(join(place, "package.json"), { name, version, exports: { ".": "./dist/main.js" } });
  await write(join(place, "dist/package.json"), { type: "commonjs" });
  await write(join(place, "dist/main.js"), source ?? `exports.from = ${JSON.stringify(at)};`);
}

function failure(act: () => unknown): { readonly code: string; readonly message: string; readonly hint?: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof LinknetError) return error as LinknetError & { hint: string };
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("A package that lies with us is taken before the project's", async () => {
  await install({ at: project });
  await install({ at: ours });
  expect(peers().load("runtime")).toEqual({ from: ours });
});

test("A package lies where strict package managers put it, beside ours and nowhere above", async () => {
  await install({ at: join(ours, "node_modules/@linknet-kit/bench") });
  expect(peers().load("runtime")).toEqual({ from: join(ours, "node_modules/@linknet-kit/bench") });
});

test("The project's is found from a folder below, where ours is too old", async () => {
  await install({ at: ours, version: "2.0.9" });
  await install({ at: project, version: "2.4.0" });
  vi.spyOn(process, "cwd").mockReturnValue(join(project, "src/deep"));
  expect(peers().load("runtime")).toEqual({ from: project });
  expect(peers().resolve("runtime")).toBe(join(project, "node_modules/runtime/dist/main.js"));
});

test("Where it is nowhere, the error says so and how to add it", () => {
  const { code, message, hint } = failure(() => peers().load("runtime"));
  expect([code, message]).toEqual(["MISSING_PEER", "runtime is not installed"]);
  expect(hint).toBe("npx --ignore-scripts -p linknet-kit@0.3.0 -p runtime@2.1.0 linknet ...");
});

test("Of several packages all that are missing are named at once, with one command", async () => {
  const { message, hint } = failure(() => peers().ensure(["runtime", "@scope/backend"]));
  expect(message).toBe("runtime and @scope/backend are not installed");
  expect(hint).toContain("-p runtime@2.1.0 -p @scope/backend@1.0.0 ");
});

test("Of several packages those that are there are not added once more", async () => {
  await install({ at: project });
  expect(() => peers().ensure(["runtime"])).not.toThrow();
  const { message, hint } = failure(() => peers().ensure(["runtime", "@scope/backend"]));
  expect(message).toBe("@scope/backend is not installed");
  expect(hint).not.toContain("runtime@");
});

test.each(["2.0.9", "3.0.0"])("Version %s is refused where 2.1.0 or a later 2 is needed", async (version) => {
  await install({ at: project, version });
  const { code, message, hint } = failure(() => peers().load("runtime"));
  expect(code).toBe("UNSUITABLE_PEER");
  expect(message).toBe(`runtime ${version} is installed, and ^2.1.0 is needed`);
  expect(hint).toContain("runtime@2.1.0");
});

test("A package of this project must be of our own version", async () => {
  await install({ at: project, name: "@linknet-kit/extra", version: "0.2.0" });
  expect(failure(() => peers().load("@linknet-kit/extra")).message).toBe(
    "@linknet-kit/extra 0.2.0 is installed, and 0.3.0 is needed",
  );
  await install({ at: project, name: "@linknet-kit/extra", version: "0.3.0" });
  expect(peers().load("@linknet-kit/extra")).toEqual({ from: project });
});

test("A package that breaks while it loads says what it said", async () => {
  await install({ at: project, source: 'require("./runtime_binding.node");' });
  const { code, message, hint } = failure(() => peers().load("runtime"));
  expect(code).toBe("UNLOADABLE_PEER");
  expect(message).toBe("runtime 2.1.0 is installed and cannot be loaded: Cannot find module './runtime_binding.node'");
  expect(hint).toContain("runtime@2.1.0");
});

test("A module in today's form is loaded too", async () => {
  const place = join(project, "node_modules/runtime");
  await write(join(place, "package.json"), { name: "runtime", version: "2.2.0", type: "module", exports: "./main.js" });
  await write(join(place, "main.js"), "export const answer = 42;");
  expect((peers().load("runtime") as { answer: number }).answer).toBe(42);
});

test("What the manifest does not name is a mistake of ours", () => {
  expect(() => peers().load("another")).toThrow('no peer dependency "another"');
});
