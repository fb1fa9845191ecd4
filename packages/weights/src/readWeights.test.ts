/** Files that PyTorch and NumPy wrote, against the values that they had there: `fixtures/README.md` says how they were made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DTYPES, type DType } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { readWeights } from "./readWeights.js";

const FOLDER = join(import.meta.dirname, "../../../fixtures/weights");

interface Expected {
  readonly path: readonly string[];
  readonly tensors: Readonly<
    Record<
      string,
      {
        readonly dtype: DType;
        readonly shape: readonly number[];
        readonly values: readonly (number | string | boolean)[];
      }
    >
  >;
}

const expected = JSON.parse(readFileSync(join(FOLDER, "expected.json"), "utf8")) as Readonly<Record<string, Expected>>;

const inFolder = (file: string): string => join(FOLDER, file);

/** As the file of values has them: those of 64 bits as text, float16 as its bits. */
function plain(data: ArrayLike<number | bigint>, dtype: DType): unknown[] {
  return Array.from(data, (value) =>
    typeof value === "bigint" ? String(value) : dtype === "bool" ? value === 1 : value,
  );
}

describe("What others wrote is read with its names, shapes, types and values", () => {
  test.each(Object.entries(expected))("%s", async (file, { path, tensors }) => {
    const read = await readWeights(inFolder(file));
    expect(read.path).toEqual(path);
    const found = [...read.tensors].map(([name, { dtype, shape, data }]) => {
      expect(data).toBeInstanceOf(DTYPES[dtype].array);
      return [name, { dtype, shape, values: plain(data, dtype) }];
    });
    expect(Object.fromEntries(found)).toEqual(tensors);
  });
});

describe("Views of one storage", () => {
  test.each(["net.pt", "net.legacy.pt"])("share its memory where they are in order: %s", async (file) => {
    const { tensors } = await readWeights(inFolder(file));
    const [tied, head] = [tensors.get("tied.weight")!, tensors.get("head.weight")!];
    expect(tied.data.buffer).toBe(head.data.buffer);
    expect(tied.data.byteOffset).toBe(head.data.byteOffset);
  });

  test("and do not read it twice", async () => {
    const { tensors } = await readWeights(inFolder("views.pt"));
    expect(tensors.get("offset")!.data.buffer).toBe(tensors.get("contiguous")!.data.buffer);
  });
});

describe("What asks for more than tensors is refused by name", () => {
  test.each([
    ["refused-classes.pt", '"__main__.Named", "argparse.Namespace"'],
    ["refused-module.pt", '"__main__.Net"'],
    ["refused-types.pt", '"torch.ComplexFloatStorage", "torch.float8_e4m3fn", "torch._utils._rebuild_qtensor"'],
    ["refused-script.pt", "a program of TorchScript"],
    ["refused-objects.npy", "holds objects of Python"],
    ["refused-records.npy", "holds records"],
  ])("%s", async (file, words) => {
    await expect(readWeights(inFolder(file))).rejects.toThrow(words);
    await expect(readWeights(inFolder(file))).rejects.toThrow(inFolder(file));
  });
});
