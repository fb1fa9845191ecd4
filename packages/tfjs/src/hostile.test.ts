/** Files of graph models, and the cases of every op, each with something changed: read and written, or refused, quickly and within memory. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import {
  type Model,
  type Tensor,
  elementCount,
  isList,
  outputValues,
  seededUniform,
  summariseCost,
  zeros,
} from "@linknet-kit/core";
import { type CaseModel, caseModels, opModel } from "@linknet-kit/core/cases";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeTfjs } from "./encode/encodeTfjs.js";
import { writeTfjs } from "./encode/writeTfjs.js";
import { graphModelFile } from "./import/graphModelFile.js";
import { describeTfjs } from "./read/describeTfjs.js";
import { readTfjs } from "./read/readTfjs.js";
import { valuesOfSignature } from "./read/valuesOfSignature.js";
import { smallModel } from "./smallModel.test.fixture.js";

/** `pnpm fuzz` looks longer, and may begin elsewhere. */
const RUNS = Number(process.env["LINKNET_FUZZ"] ?? 1000);
const FIRST = Number(process.env["LINKNET_FUZZ_FROM"] ?? 0);

const LITTLE = 1e6;
const GIBIBYTE = 2 ** 30;

type Random = (below: number) => number;

/** Whole numbers below a limit, the same for the same run. */
function randomOf(run: number): Random {
  const bits = seededUniform(run, "changes");
  return (below) => (below <= 0 ? 0 : (bits() >>> 0) % below);
}

const pick = <Each>(random: Random, all: readonly Each[]): Each => all[random(all.length)]!;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1,
  3,
  2 ** 31,
  1e300,
  "",
  "x",
  "../x",
  "/etc/passwd",
  "DT_FLOAT",
  [],
  {},
  [[]],
];

/** One value of the tree taken out, doubled, or another in its place. */
function changedJson(json: Json, random: Random): Json {
  if (typeof json !== "object" || json === null || random(6) === 0) return pick(random, VALUES);
  const keys = Object.keys(json);
  const key = pick(random, keys) ?? "0";
  const copy = (Array.isArray(json) ? [...json] : { ...json }) as Record<string, Json>;
  const deed = random(12);
  if (deed === 0) delete copy[key];
  else if (deed === 1) copy[`${key}${random(3)}`] = copy[key] ?? null;
  else if (deed === 2) copy[key] = copy[pick(random, keys) ?? key] ?? null;
  else copy[key] = changedJson(copy[key] ?? null, random);
  return copy;
}

/** Those that stand in graphs of people. */
const casesInImages = caseModels.filter(({ op }) => op.axes !== "channels-last");

interface GraphModel {
  readonly path: string;
  readonly json: Json;
}

let folder: string;
const models: GraphModel[] = [];

/** Where tfjs has what it says. */
async function written(model: Model): Promise<void> {
  const place = join(folder, String(models.length));
  try {
    const { path } = await writeTfjs(model, place);
    models.push({ path, json: JSON.parse(readFileSync(path, "utf8")) as Json });
  } catch (error) {
    if (!(error instanceof LinknetError)) throw error;
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "linknet-hostile-"));
  await written(smallModel());
  const ops = new Map(casesInImages.map((each) => [each.op, each]));
  for (const { model } of ops.values()) await written(model);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Errors of ours end it; any other is a failure, as are ten seconds and a gibibyte. */
async function failuresOf(use: (random: Random) => unknown): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (let run = FIRST; run < FIRST + RUNS && failures.length < 20; run += 1) {
    const [start, before] = [performance.now(), process.resourceUsage().maxRSS * 1024];
    try {
      await use(randomOf(run));
    } catch (error) {
      if (!(error instanceof LinknetError)) failures.push({ run, error });
    }
    const milliseconds = performance.now() - start;
    if (milliseconds > 10_000) failures.push({ run, milliseconds });
    const grown = process.resourceUsage().maxRSS * 1024 - before;
    if (grown > GIBIBYTE) failures.push({ run, grown });
  }
  return failures;
}

test(
  "Whatever is done to a model.json, it is read or refused",
  async () => {
    const use = async (random: Random): Promise<void> => {
      const { path, json: original } = pick(random, models);
      let json = original;
      for (let times = 1 + random(2); times > 0; times -= 1) json = changedJson(json, random);
      const text = JSON.stringify(json);
      const at = random(text.length);
      writeFileSync(
        path,
        random(5) === 0
          ? `${text.slice(0, at)}${pick(random, "{ } [ ] , : 0 -".split(" "))}${text.slice(at + random(3))}`
          : text,
      );
      const artifacts = await readTfjs(path);
      describeTfjs(artifacts);
      valuesOfSignature(artifacts);
      const file = await graphModelFile(path);
      file.inventory();
      const { graph } = file.model((declared) =>
        Object.fromEntries(declared.map(({ name, shape = [] }) => [name, shape.map((side) => Number(side) || 1)])),
      );
      summariseCost(graph);
    };
    expect(await failuresOf(use)).toEqual([]);
  },
  60_000 + RUNS * 20,
);

const NUMBERS = [-2, -1, 0, 1, 2, 3, 4, 7, 1000];

/** Another number somewhere in what an attribute is. */
function changedAttribute(value: unknown, random: Random): unknown {
  if (typeof value === "number") return pick(random, NUMBERS);
  if (typeof value === "boolean") return random(2) === 0;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => (random(2) === 0 ? each : changedAttribute(each, random)));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changedAttribute(each, random)]));
}

/** Of other sides, or with an axis more or less. */
function changedTensor(tensor: Tensor, random: Random): Tensor {
  const shape = [...tensor.shape];
  const at = random(shape.length + 1);
  if (random(3) === 0) shape.splice(at, random(2), ...(random(2) === 0 ? [1 + random(4)] : []));
  else if (at < shape.length) shape[at] = 1 + random(6);
  return zeros(tensor.dtype, shape) as Tensor;
}

function changedCase({ op, model: { graph, weights }, inputs }: CaseModel, random: Random) {
  const [node] = graph.nodes;
  const tensorOf = ({ name }: { readonly name: string }): Tensor =>
    inputs[name] ?? weights.get(graph.parameters.find((each) => each.name === name)!);
  const changed = (each: { readonly name: string }): Tensor =>
    random(3) === 0 ? changedTensor(tensorOf(each), random) : tensorOf(each);
  const operands = Object.entries(node!.inputs).map(([slot, operand]) => [
    slot,
    operand && (isList(operand) ? operand.map(changed) : changed(operand)),
  ]);
  const attributes = Object.entries(node!.attributes).map(([name, value]) => [
    name,
    random(3) === 0 ? value : changedAttribute(value, random),
  ]);
  return opModel(op, Object.fromEntries(operands) as never, Object.fromEntries(attributes) as never).model;
}

test(
  "Whatever an op says, it is written as a graph model or refused",
  async () => {
    const use = (random: Random): void => {
      const changed = changedCase(pick(random, casesInImages), random);
      const { graph } = changed;
      const values = [...graph.inputs, ...graph.parameters, ...graph.nodes.flatMap(outputValues)];
      if (values.reduce((sum, { type }) => sum + elementCount(type), 0) < LITTLE) encodeTfjs(changed);
    };
    expect(await failuresOf(use)).toEqual([]);
  },
  60_000 + RUNS * 20,
);
