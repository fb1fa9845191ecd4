/** Runs the `linknet` command of this working tree, after compiling what changed since the last build. */
import { buildWhatIsStale } from "./freshBuild.mjs";

try {
  buildWhatIsStale();
} catch {
  // The compiler has said why.
  process.exit(1);
}
await import(new URL("../packages/cli/bin/linknet.js", import.meta.url).href);
