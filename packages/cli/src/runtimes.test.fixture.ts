/** Runtimes in Node, as suites run them: through the artifact that a runtime loads, by its driver. */
import { artifactPath, modelFormatOf, writeArtifact } from "@linknet-kit/artifacts";
import { type Driver, findRuntime } from "@linknet-kit/runtimes";
import type { RunModel } from "@linknet-kit/runtimes/conformance";
import { fromLayout, toLayout } from "@linknet-kit/runtimes/measure";

type ImportDriver = (url: string) => Promise<{ readonly driver: Driver }>;

/** Node's own import: the test runner's takes from a URL the fragment that says which runtime the driver is of. */
const native = "data:text/javascript,export const importByNode = (url) => import(url);";
const { importByNode } = (await import(native)) as { readonly importByNode: ImportDriver };

export const RUNTIMES_IN_NODE = ["onnxruntime-node/cpu", "onnxruntime-web/wasm", "tfjs/cpu", "tfjs/wasm"] as const;

/** Runs models by one of the runtimes, whose artifacts it writes to a folder. */
export async function runnerOf(name: string, folder: string): Promise<RunModel> {
  const { driver: url, target } = findRuntime(name);
  const { driver } = await importByNode(url);
  return async (model, inputs) => {
    const path = artifactPath(folder, modelFormatOf(target), "model");
    await writeArtifact(model, path, { target, makeFolders: true });
    const session = await driver.load(path, { threads: 1 });
    try {
      return fromLayout(await session.run(toLayout(inputs, session)), session);
    } finally {
      await session.release();
    }
  };
}
