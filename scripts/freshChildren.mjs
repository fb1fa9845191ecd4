/**
 * Before tests that are started by hand: other processes and threads start from what is compiled (`compiledModule`), and must not be older
 * than the sources that the tests themselves run. Under turbo the build was a task before.
 */
import { buildWhatIsStale } from "./freshBuild.mjs";

export function setup() {
  if (process.env["TURBO_HASH"] === undefined) buildWhatIsStale();
}
