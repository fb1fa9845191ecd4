/** The files of a step alone give the losses of the training, in a session of ONNX Runtime that knows nothing of this package. */
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryFolder } from "@linknet-kit/base/files";
import { openCamvid, readExample, writeCamvidScenes } from "@linknet-kit/data";
import { readSafetensors } from "@linknet-kit/weights";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import type { TrainingChoices } from "./choices.js";
import { exportStep } from "./exportStep.js";
import { trainFolder } from "./trainFolder.js";

interface Description {
  readonly inputs: {
    readonly image: { readonly name: string; readonly shape: number[] };
    readonly labels: { readonly name: string; readonly shape: number[] };
    readonly numbers: Readonly<Record<string, string>>;
    readonly count: string;
  };
  readonly outputs: { readonly loss: string };
  readonly state: readonly { readonly input: string; readonly output: string }[];
  readonly data: { readonly mean: number[] };
}
interface Update {
  readonly update: number;
  readonly numbers: Readonly<Record<string, number>>;
  readonly batches: readonly (readonly string[])[];
}

test("A step in files trains as the command does", async () => {
  await withTemporaryFolder("step", undefined, async (folder) => {
    const data = join(folder, "scenes");
    await writeCamvidScenes(data, { size: { width: 32, height: 32 }, seed: 1, examples: { train: 6, val: 1 } });
    const optimiser = { name: "adam" };
    const choices: TrainingChoices = {
      network: "linknet",
      width: 0.125,
      batch: 2,
      accumulate: 2,
      epochs: 2,
      optimiser,
    };
    await expect(exportStep({ data, choices, path: join(folder, "step") })).rejects.toThrow("no name of an ONNX file");
    const files = await exportStep({ data, choices, path: join(folder, "step.onnx") });
    const [graph = "", state = "", updates = "", description = ""] = files;
    const { metrics } = await trainFolder({ data, choices, output: join(folder, "run"), threads: 1 });
    // Weights of a run stay, and where one file of a step cannot be written none is.
    const best = join(folder, "run/best.safetensors");
    const weights = await readFile(best);
    await expect(exportStep({ data, choices, path: join(folder, "run/best.onnx") })).rejects.toThrow(best);
    await writeFile(join(folder, "other.json"), "{}");
    await expect(exportStep({ data, choices, path: join(folder, "other.onnx") })).rejects.toThrow("other.json");
    expect((await readFile(best)).equals(weights)).toBe(true);
    const written = [...(await readdir(folder)), ...(await readdir(join(folder, "run")))];
    expect(written.filter((name) => /^(other|best)\./.test(name)).toSorted()).toEqual([
      "best.safetensors",
      "other.json",
    ]);
    const expected = metrics.flatMap((each) => (each.kind === "update" ? each.loss : []));

    const step = JSON.parse(await readFile(description, "utf8")) as Description;
    const session = await InferenceSession.create(graph, { intraOpNumThreads: 1 });
    const { tensors } = await readSafetensors(state);
    let values = new Map(
      [...tensors].map(([name, tensor]) => [name, new Tensor(tensor.data as Float32Array, tensor.shape)]),
    );
    const set = await openCamvid(data, "train");
    const scalar = (value: number) => new Tensor(Float32Array.of(value), []);
    const losses: number[] = [];
    for (const line of (await readFile(updates, "utf8")).trim().split("\n")) {
      const { update, numbers, batches } = JSON.parse(line) as Update;
      expect(update).toBe(losses.length + 1);
      const own: number[] = [];
      for (const [position, names] of batches.entries()) {
        const examples = await Promise.all(
          names.map(async (name) => await readExample(set, set.examples.find((each) => each.name === name)!)),
        );
        const image = examples.flatMap(({ picture: { colours } }) =>
          Array.from({ length: 3 * 1024 }, (_, at) => {
            const [channel, pixel] = [Math.floor(at / 1024), at % 1024];
            return colours[3 * pixel + channel]! / 255 - step.data.mean[channel]!;
          }),
        );
        const labels = examples.flatMap((each) => Array.from(each.labels.data, BigInt));
        const { image: imageInput, labels: labelInput, count } = step.inputs;
        const results = await session.run({
          ...Object.fromEntries(values),
          [imageInput.name]: new Tensor(Float32Array.from(image), imageInput.shape),
          [labelInput.name]: new Tensor(BigInt64Array.from(labels), labelInput.shape),
          ...Object.fromEntries(
            Object.entries(step.inputs.numbers).map(([key, input]) => [input, scalar(numbers[key]!)]),
          ),
          [count]: scalar(position === batches.length - 1 ? batches.length : 0),
        });
        own.push(Number(results[step.outputs.loss]!.data[0]));
        values = new Map(
          step.state.map(({ input, output }) => [
            input,
            results[output] as typeof values extends Map<string, infer V> ? V : never,
          ]),
        );
      }
      losses.push(own.reduce((sum, each) => sum + each) / own.length);
    }
    await session.release();
    expect(losses).toHaveLength(4);
    for (const [update, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[update]!, 5);
  });
});
