/** The cases of every op as files, each with something changed: they are read or refused, quickly, within memory, and so is what is made of them. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import {
  type Model,
  type Tensor,
  type Value,
  elementCount,
  evaluate,
  expansions,
  isAbsent,
  opTable,
  outputValues,
  summariseCost,
  zeros,
} from "@linknet-kit/core";
import { everyRewrite } from "@linknet-kit/core/cases";
import { afterAll, expect, test } from "vitest";
import { writableCases } from "./cases.test.fixture.js";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { describeBytes } from "./describe/describeBytes.js";
import { DEFAULT_BUDGET } from "./decode/budget.js";
import { readOnnx } from "./onnxFile.js";
import { mutate, randomOf } from "./mutateModel.test.fixture.js";

/** `pnpm fuzz` looks longer, and may begin elsewhere. */
const RUNS = Number(process.env["LINKNET_FUZZ"] ?? 2000);
const FIRST = Number(process.env["LINKNET_FUZZ_FROM"] ?? 0);

/** Work and elements that are nothing to compute. */
const LITTLE = 1e6;
const GIBIBYTE = 2 ** 30;

const files = writableCases.flatMap(({ model }) =>
  [17, 21].flatMap((opset) => {
    try {
      return [encodeOnnx(model, { opset })];
    } catch {
      return [];
    }
  }),
);
const FIXTURES = join(import.meta.dirname, "../../../fixtures");
for (const folder of ["operators", "quantized"]) {
  const names = readdirSync(join(FIXTURES, folder)).filter((name) => name.endsWith(".onnx"));
  files.push(...names.map((name) => new Uint8Array(readFileSync(join(FIXTURES, folder, name)))));
}
const operators = [
  ...opTable.flatMap(({ onnx }) => (isAbsent(onnx) ? [] : onnx.map(({ operator }) => operator))),
  ...expansions.map(({ operator }) => operator),
  "Constant",
  "Loop",
];

const place = mkdtempSync(join(tmpdir(), "linknet-hostile-"));
afterAll(() => rmSync(place, { recursive: true }));

function isLittle({ graph }: Model): boolean {
  const values: readonly Value[] = [...graph.inputs, ...graph.parameters, ...graph.nodes.flatMap(outputValues)];
  const elements = values.reduce((sum, { type }) => sum + elementCount(type), 0);
  return elements + summariseCost(graph).macs < LITTLE;
}

/** What commands do with a file, each step by itself: an error of ours ends it, any other fails. */
async function use(bytes: Uint8Array, run: number): Promise<void> {
  const path = join(place, "model.onnx");
  writeFileSync(path, bytes);
  const random = randomOf(run);
  await refusing(() => void describeBytes(bytes, DEFAULT_BUDGET));
  await refusing(async () => {
    const model = await readOnnx(path);
    if (!isLittle(model)) return;
    const rewrite = everyRewrite[random(everyRewrite.length)]!;
    const inputs = Object.fromEntries(
      model.graph.inputs.map(({ name, type }) => [name, zeros(type.dtype, type.shape) as Tensor]),
    );
    await refusing(() => void evaluate(model, inputs));
    await refusing(() => void encodeOnnx(model, { opset: 11 + random(11) }));
    await refusing(() => {
      const rewritten = rewrite.run(model);
      if (isLittle(rewritten)) encodeOnnx(rewritten);
    });
  });
}

async function refusing(deed: () => void | Promise<void>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof LinknetError)) throw error;
  }
}

test(
  "Whatever is done to a file, it is read or refused",
  async () => {
    const failures: unknown[] = [];
    for (let run = FIRST; run < FIRST + RUNS; run += 1) {
      const [start, before] = [performance.now(), process.resourceUsage().maxRSS * 1024];
      const bytes = mutate(files[randomOf(run)(files.length)]!, run, operators);
      await use(bytes, run).catch((error: unknown) => failures.push({ run, error }));
      const milliseconds = performance.now() - start;
      if (milliseconds > 10_000) failures.push({ run, milliseconds });
      const grown = process.resourceUsage().maxRSS * 1024 - before;
      if (grown > GIBIBYTE) failures.push({ run, grown });
      if (failures.length > 20) break;
    }
    expect(failures).toEqual([]);
  },
  60_000 + RUNS * 40,
);
