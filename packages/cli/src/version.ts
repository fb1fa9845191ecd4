/** The version of this package, as it was published, or with the revision of a checkout. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

/** As it was published. */
export const VERSION = manifest.version;

/** In a checkout `1.2.0+0123456789ab`, with `.dirty` where files differ from that revision; else the published version alone. */
export async function describeVersion(): Promise<string> {
  // Only a checkout has this file; a package stands in other people's repositories.
  if (!existsSync(new URL("../tsconfig.json", import.meta.url))) return VERSION;
  const { readGitState } = await import("@linknet-kit/bench");
  const { revision, dirty } = await readGitState(fileURLToPath(new URL("..", import.meta.url)));
  if (revision === "unknown") return VERSION;
  return `${VERSION}+${revision.slice(0, 12)}${dirty === true ? ".dirty" : ""}`;
}
