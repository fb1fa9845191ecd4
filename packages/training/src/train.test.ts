/** Runs that stop and go on, beside one that never stopped. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropout2d, filled, seededUniform, shuffledOrder } from "@linknet-kit/core";
import { readSafetensors } from "@linknet-kit/weights";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Batches, TrainingBatch } from "./batches.js";
import { encoderWeights } from "./encoderWeights.js";
import type { Metrics } from "./metrics.js";
import { adam } from "./optimisers/adam.js";
import { rmsprop } from "./optimisers/rmsprop.js";
import { sgd } from "./optimisers/sgd.js";
import { smallBatch, smallModel } from "./pytorch.test.fixture.js";
import { cosineRate } from "./schedules.js";
import { train } from "./train.js";
import type { TrainOptions } from "./trainOptions.js";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "training-"));
});
afterEach(async () => {
  await rm(place, { recursive: true });
});

const BATCHES = 5;
const batches: Batches = ({ seed, epoch }) =>
  shuffledOrder(BATCHES, seededUniform(seed, `epoch ${epoch}`)).map(smallBatch);
const withDropout = () => smallModel(dropout2d({ rate: 0.3 }));

function options(folder: string, given: Partial<TrainOptions> = {}): TrainOptions {
  return { folder: join(place, folder), batches, epochs: 2, ignore: 255, seed: 5, threads: 1, ...given };
}

const filesOf = async (folder: string) => (await readdir(join(place, folder))).toSorted();
const tensorsOf = async (folder: string, file: string) => {
  const { tensors } = await readSafetensors(join(place, folder, file));
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, [...data]]));
};

test.each([
  ["rmsprop", { optimiser: rmsprop({ momentum: 0.5 }) }],
  ["adam, gradients gathered", { optimiser: adam(), accumulate: 2, schedule: cosineRate({ updates: 6 }) }],
])("With %s, a run that goes on measures and ends as one that never stopped", async (_, choices) => {
  const whole = await train(withDropout(), options("whole", choices));
  const stop = new AbortController();
  let stopped = 0;
  const onMetrics = ({ kind }: Metrics): void => {
    stopped += kind === "update" ? 1 : 0;
    if (stopped === 2) stop.abort(new Error("enough"));
  };
  await expect(train(withDropout(), options("parts", { ...choices, signal: stop.signal, onMetrics }))).rejects.toThrow(
    "enough",
  );
  const parts = await train(withDropout(), options("parts", { ...choices, resume: true, epochs: 1 }));
  expect(parts.metrics.length).toBeLessThan(whole.metrics.length);
  const rest = await train(withDropout(), options("parts", { ...choices, resume: true }));
  expect(rest.metrics).toEqual(whole.metrics);
  expect(rest.best).toEqual(whole.best);
  for (const file of ["checkpoint", "best", "last"]) {
    expect(await tensorsOf("parts", `${file}.safetensors`)).toEqual(await tensorsOf("whole", `${file}.safetensors`));
  }
  expect(await readFile(join(place, "parts/metrics.jsonl"))).toEqual(
    await readFile(join(place, "whole/metrics.jsonl")),
  );
});

test("A run that is stopped while it validates goes on with that, and measures nothing twice", async () => {
  const stop = new AbortController();
  const validate = () => {
    stop.signal.throwIfAborted();
    return Promise.resolve({ score: 1 });
  };
  const onMetrics = ({ update }: Metrics): void => {
    if (update === BATCHES) stop.abort(new Error("enough"));
  };
  const choices = { validate, signal: stop.signal, epochs: 1 };
  await expect(train(withDropout(), options("run", { ...choices, onMetrics }))).rejects.toThrow("enough");
  // As where the process was killed after the measures of the epoch were written, and before the checkpoint was.
  const lines = await readFile(join(place, "run/metrics.jsonl"), "utf8");
  const later = { kind: "epoch", update: BATCHES, epoch: 0, values: { loss: 7 } };
  await writeFile(join(place, "run/metrics.jsonl"), `${lines}${JSON.stringify(later)}\n`);
  const score = () => Promise.resolve({ score: 1 });
  const { metrics } = await train(withDropout(), options("run", { epochs: 1, resume: true, validate: score }));
  expect(metrics.map(({ kind }) => kind)).toEqual([...Array<string>(BATCHES).fill("update"), "epoch"]);
  expect(metrics.at(-1)).toMatchObject({ values: { score: 1 } });
});

test("A checkpoint is written every so many minutes", async () => {
  let minutes = 0;
  const clock = { nowMs: () => 60_000 * minutes, date: () => new Date(0) };
  const stand: number[] = [];
  // Each update takes two minutes.
  const onMetrics = ({ kind }: Metrics): void => {
    if (kind !== "update") return;
    minutes += 2;
    const path = join(place, "run/checkpoint.safetensors");
    const written = existsSync(path) ? readFileSync(path, "latin1") : "";
    stand.push(Number(/updates\\":(\d+)/.exec(written)?.[1] ?? 0));
  };
  const seven = () => Array.from({ length: 7 }, (_, number) => smallBatch(number));
  await train(withDropout(), options("run", { batches: seven, clock, onMetrics, saveEveryMinutes: 5, epochs: 1 }));
  // While each is told of: five minutes have passed after the third, and again after the sixth.
  expect(stand).toEqual([0, 0, 0, 3, 3, 3, 6]);
});

test("A checkpoint that is changed while its run goes on is written anew", async () => {
  const path = join(place, "run/checkpoint.safetensors");
  const validate = async () => {
    const stand = await readFile(path);
    await writeFile(path, stand.with(stand.length - 5, stand.at(-5)! ^ 1));
    return { score: 1 };
  };
  const run = options("run", { validate, epochs: 1 });
  await train(withDropout(), run);
  expect((await train(withDropout(), { ...run, resume: true })).metrics).toHaveLength(BATCHES + 1);
});

test("A run leaves its folder with what it was made with, measured and learned", async () => {
  const seen: Metrics[] = [];
  const validate = (_: unknown, epoch: number) => Promise.resolve({ "IoU <b>": [0.5, 0.25][epoch]! });
  const { best } = await train(
    withDropout(),
    options("run", { validate, best: { metric: "IoU <b>", goal: "highest" }, onMetrics: (each) => seen.push(each) }),
  );
  expect(best).toEqual({ metric: "IoU <b>", value: 0.5, epoch: 0 });
  expect(await filesOf("run")).toEqual([
    "best.safetensors",
    "checkpoint.safetensors",
    "config.json",
    "curves.svg",
    "last.safetensors",
    "metrics.jsonl",
  ]);
  const config = JSON.parse(await readFile(join(place, "run/config.json"), "utf8")) as Record<string, unknown>;
  expect(config).toMatchObject({ linknetTraining: 1, epochs: 2, settings: { seed: 5, optimiser: { rate: 5e-4 } } });
  const lines = (await readFile(join(place, "run/metrics.jsonl"), "utf8")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(seen);
  const curves = await readFile(join(place, "run/curves.svg"), "utf8");
  expect(curves).toContain("IoU &#60;b&#62; of an epoch");
  expect(curves.match(/<polyline/g)).toHaveLength(4);
  // Weights alone begin another network's encoder, or all of it.
  const { graph } = withDropout();
  const { weights, drawn } = await encoderWeights(join(place, "run/last.safetensors"), graph);
  expect(drawn).toEqual([]);
  const last = await tensorsOf("run", "last.safetensors");
  for (const each of graph.parameters) expect([...weights.get(each).data]).toEqual(last[each.name]);
});

test("A checkpoint is refused for another network, and with other settings", async () => {
  await train(withDropout(), options("run", { epochs: 1 }));
  const goOn = (given: Partial<TrainOptions>, model = withDropout()) =>
    train(model, options("run", { resume: true, ...given }));
  await expect(goOn({}, smallModel(dropout2d({ rate: 0.5 })))).rejects.toThrow(
    "is of another training:\n  small has other layers, another width or other sizes there",
  );
  await expect(
    goOn(
      {},
      smallModel((x) => x, "large"),
    ),
  ).rejects.toThrow("the network is small there and large here");
  await expect(goOn({ seed: 6, accumulate: 2 })).rejects.toThrow(
    "accumulate is 1 there and 2 here\n  seed is 5 there and 6 here",
  );
  await expect(goOn({ data: { scale: 2 } })).rejects.toThrow("data.scale is not given there and 2 here");
  await expect(goOn({ optimiser: sgd({ rate: 1 }) })).rejects.toThrow(
    'optimiser.name is "rmsprop" there and "sgd" here\n  optimiser.rate is 0.0005 there and 1 here\n  optimiser.decay is 0.99 there',
  );
  await expect(goOn({ resume: false })).rejects.toThrow("run holds a run already");
  const weights = await readFile(join(place, "run/last.safetensors"));
  await writeFile(join(place, "run/checkpoint.safetensors"), weights);
  await expect(goOn({})).rejects.toThrow("is no checkpoint of a training: it says nothing of a training");
});

test("What a run would go on from is looked at before it does", async () => {
  const run = options("run", { epochs: 1 });
  await train(withDropout(), run);
  const goOn = () => train(withDropout(), { ...run, resume: true, epochs: 2 });
  const metrics = join(place, "run/metrics.jsonl");
  const whole = await readFile(metrics, "utf8");
  const lines = whole.split("\n");
  // Whatever follows what the checkpoint knows is measured again.
  await writeFile(metrics, whole + lines[0]!.slice(0, 20));
  expect((await train(withDropout(), { ...run, resume: true })).metrics).toHaveLength(BATCHES + 1);
  // A last line that is cut off is in the checkpoint too, and written again.
  const last = lines.at(-2)!;
  for (const cut of [1, last.length, last.length + 1]) {
    await writeFile(metrics, whole.slice(0, -cut));
    await train(withDropout(), { ...run, resume: true });
    expect(await readFile(metrics, "utf8")).toBe(whole);
  }
  for (const broken of [whole.slice(0, -last.length - 9), lines.toSpliced(2, 1).join("\n"), ""]) {
    await writeFile(metrics, broken);
    await expect(goOn()).rejects.toMatchObject({
      code: "DAMAGED_RUN",
      message: expect.stringMatching(/metrics.jsonl is whole up to line \d alone/) as string,
      hint: expect.stringContaining("--weights") as string,
    });
  }
  await writeFile(metrics, whole);

  const checkpoint = join(place, "run/checkpoint.safetensors");
  const stand = await readFile(checkpoint);
  await writeFile(checkpoint, stand.with(stand.length - 5, stand.at(-5)! ^ 1));
  await expect(goOn()).rejects.toMatchObject({ code: "NOT_A_CHECKPOINT" });
  expect(await readFile(metrics, "utf8")).toBe(whole);
  await writeFile(checkpoint, stand);

  const best = join(place, "run/best.safetensors");
  const kept = await readFile(best);
  await writeFile(best, kept.subarray(0, 1000));
  await expect(goOn()).rejects.toMatchObject({
    code: "DAMAGED_RUN",
    hint: expect.stringContaining("delete it") as string,
  });
  await rm(best);
  // Nothing else went wrong, and the lost weights, of which it is told, are no longer held to be the best.
  const told: unknown[] = [];
  const onBegin = (at: object): void => void told.push(at);
  expect((await train(withDropout(), { ...run, resume: true, epochs: 2, onBegin })).best).toMatchObject({ epoch: 1 });
  expect(told).toMatchObject([{ best: undefined, lostBest: { metric: "loss", epoch: 0 } }]);
  expect(await filesOf("run")).toContain("best.safetensors");
});

test("A run that is stopped before its first update learnt nothing, and says so by what it leaves", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(train(withDropout(), options("run", { signal }))).rejects.toThrow("enough");
  expect(await readdir(place)).toEqual([]);
  const stop = new AbortController();
  const onBegin = () => stop.abort(new Error("enough"));
  await expect(train(withDropout(), options("run", { signal: stop.signal, onBegin }))).rejects.toThrow("enough");
  expect(await filesOf("run")).toEqual(["config.json"]);
});

test("A folder with files of others is left alone", async () => {
  await writeFile(join(place, "thesis.txt"), "mine");
  await expect(train(withDropout(), { ...options(""), folder: place })).rejects.toThrow("is not empty");
  expect(await readdir(place)).toEqual(["thesis.txt"]);
});

test("A loss that is no number ends the run, says where, and the last good weights stay", async () => {
  const broken: Batches = ({ epoch }) =>
    [0, 1, 2].map((number) => {
      const batch = smallBatch(number);
      const nothing = filled("float32", batch.image.shape, Number.NaN);
      return epoch === 1 && number === 1 ? { ...batch, image: nothing } : batch;
    });
  await expect(train(withDropout(), options("run", { batches: broken }))).rejects.toThrow(
    /^the loss is NaN in update 5 \(epoch 2, batch 2\): "image", which the step is given, holds NaN at 0\n.*run keeps the weights after update 3/,
  );
  const last = await tensorsOf("run", "last.safetensors");
  expect(Object.values(last).flat().every(Number.isFinite)).toBe(true);
  // Those after the first epoch.
  await train(withDropout(), options("three", { batches: broken, epochs: 1 }));
  expect(last).toEqual(await tensorsOf("three", "last.safetensors"));
});

test("Of several batches an update, the last good weights are those with which another of them was measured", async () => {
  const broken: Batches = ({ epoch }) =>
    Array.from({ length: epoch === 2 ? 7 : 8 }, (_, number) => {
      const batch = smallBatch(number);
      const nothing = filled("float32", batch.image.shape, Number.NaN);
      return epoch === 2 && number === 5 ? { ...batch, image: nothing } : batch;
    });
  const gathered = { accumulate: 2, epochs: 3 };
  await expect(train(withDropout(), options("run", { ...gathered, batches: broken }))).rejects.toThrow(
    /^the loss is NaN in update 11 \(epoch 3, batch 6\): "image".*\n.*run keeps the weights after update 10/,
  );
  // With whose weights the first of its batches was measured. Those of a run that ends there: the third epoch has four batches.
  const short: Batches = ({ epoch, seed }) =>
    [...(broken({ epoch, seed }) as TrainingBatch[])].slice(0, epoch === 2 ? 4 : 8);
  await train(withDropout(), options("ten", { ...gathered, batches: short }));
  expect(await tensorsOf("run", "last.safetensors")).toEqual(await tensorsOf("ten", "last.safetensors"));
});

test("A validation that is no number ends the run, is never the best, and leaves the weights of the epoch before", async () => {
  const validate = (_: unknown, epoch: number) => Promise.resolve({ loss: 2, score: [0.5, Number.NaN][epoch]! });
  const scored = { validate, best: { metric: "score", goal: "highest" } as const };
  await expect(train(withDropout(), options("run", scored))).rejects.toThrow(
    /^validation after epoch 2 gives no finite numbers: score is NaN\n.*run keeps the weights after update 5,/,
  );
  await train(withDropout(), options("one", { ...scored, epochs: 1 }));
  for (const file of ["best.safetensors", "last.safetensors"]) {
    expect(await tensorsOf("run", file)).toEqual(await tensorsOf("one", file));
  }
  const lines = (await readFile(join(place, "run/metrics.jsonl"), "utf8")).trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as Metrics).kind)).toEqual([
    ...Array<string>(BATCHES).fill("update"),
    "epoch",
    ...Array<string>(BATCHES).fill("update"),
  ]);
});

test("Batches may be given in the same memory again, and what is none is refused by its number", async () => {
  const numbers = Array.from({ length: 9 }, (_, number) => number);
  const own: Batches = () => numbers.map(smallBatch);
  const reused: Batches = async function* () {
    const { image, labels } = smallBatch(0);
    for (const number of numbers) {
      const next = smallBatch(number);
      (image.data as Float32Array).set(next.image.data as Float32Array);
      (labels.data as BigInt64Array).set(next.labels.data as BigInt64Array);
      yield await Promise.resolve({ image, labels });
    }
  };
  const metricsOf = async (folder: string, given: Batches) =>
    (await train(withDropout(), options(folder, { batches: given }))).metrics;
  expect(await metricsOf("reused", reused)).toEqual(await metricsOf("own", own));
  const none: Batches = () => [smallBatch(0), undefined as unknown as TrainingBatch, smallBatch(2)];
  await expect(metricsOf("none", none)).rejects.toThrow("batch 2 has no image");
});

test("Weights that a validation found to be finite are good, whatever the next loss is", async () => {
  const broken: Batches = ({ epoch }) =>
    [0, 1].map((number) => {
      const batch = smallBatch(number);
      return epoch === 1 ? { ...batch, image: filled("float32", batch.image.shape, Number.NaN) } : batch;
    });
  const validate = () => Promise.resolve({ score: 1 });
  await expect(train(withDropout(), options("run", { batches: broken, validate }))).rejects.toThrow(
    /in update 3 .*\n.*run keeps the weights after update 2/,
  );
  expect(await tensorsOf("run", "last.safetensors")).toEqual(await tensorsOf("run", "best.safetensors"));
});

test("The loss of an epoch is the mean of the batches that have labelled pixels", async () => {
  const ignored = (batch: TrainingBatch): TrainingBatch => {
    const { shape, dtype } = batch.labels;
    return { ...batch, labels: filled(dtype, shape, 255) };
  };
  const lossesOf = async (folder: string, all: readonly TrainingBatch[], accumulate: number) => {
    const { metrics } = await train(withDropout(), options(folder, { batches: () => all, epochs: 1, accumulate }));
    return metrics.map((each) => (each.kind === "update" ? [each.loss, each.batches] : [each.values["loss"]]));
  };
  const [first, nothing] = [smallBatch(0), ignored(smallBatch(1))];
  const [[loss] = []] = await lossesOf("one", [first], 1);
  expect(await lossesOf("rest", [first, nothing, nothing], 1)).toEqual([[loss, 1], [0, 0], [0, 0], [loss]]);
  expect(await lossesOf("gathered", [nothing, first], 2)).toEqual([[expect.any(Number), 1], [expect.any(Number)]]);
  // Nothing that could be the best, and nothing that is no number.
  expect(await lossesOf("none", [nothing], 1)).toEqual([[0, 0], [undefined]]);
  expect(await readFile(join(place, "none/metrics.jsonl"), "utf8")).not.toContain("null");
});

test("Steps that are far too long end in words too", async () => {
  await expect(train(withDropout(), options("run", { optimiser: sgd({ rate: 3e38 }) }))).rejects.toThrow(
    /in update 2 \(epoch 1, batch 2\): .* (gives|holds) -?(Infinity|NaN)/,
  );
});

test("An epoch without batches is an error", async () => {
  await expect(train(withDropout(), options("run", { batches: () => [] }))).rejects.toThrow("epoch 1 has no batches");
});
