/** The image of the command line, as far as it can be held to the rest without building it. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);

async function peersOf(name: string): Promise<Readonly<Record<string, string>>> {
  const manifest = await readFile(new URL(`packages/${name}/package.json`, root), "utf8");
  return (JSON.parse(manifest) as { peerDependencies: Record<string, string> }).peerDependencies;
}

test("The runtimes in the image are of the versions that are measured here, and are known to those who load them", async () => {
  const dockerfile = await readFile(new URL("Dockerfile", root), "utf8");
  const [, list = ""] = /^ARG RUNTIMES="(.*)"$/m.exec(dockerfile) ?? [];
  const runtimes = list.split(" ").map((each) => /^(.+)@(.+)$/.exec(each)!.slice(1) as [string, string]);
  const peers = { ...(await peersOf("runtimes")), ...(await peersOf("browser")) };
  expect(runtimes.length).toBeGreaterThan(5);
  for (const [name, version] of runtimes) expect(["", "^"].map((sign) => sign + version)).toContain(peers[name]);
});

test("It runs as a user who is not root, and nothing of the build but the installed packages is in it", async () => {
  const dockerfile = await readFile(new URL("Dockerfile", root), "utf8");
  const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
  expect(last).toMatch(/^USER node$/m);
  expect(last.match(/^COPY .*$/gm)).toEqual(["COPY --from=installed /opt/linknet /opt/linknet"]);
});
