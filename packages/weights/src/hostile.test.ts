/** Files made to do harm, and every file with something changed: each is read or refused, quickly and within memory. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { LinknetError } from "@linknet-kit/base";
import { elementCount } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { archiveOf } from "./archive.test.fixture.js";
import { mutate } from "./mutate.test.fixture.js";
import { decodeWeights } from "./readWeights.js";

const FOLDER = join(import.meta.dirname, "../../../fixtures/weights");
const files = readdirSync(FOLDER)
  .filter((file) => !file.endsWith(".json"))
  .map((file) => new Uint8Array(readFileSync(join(FOLDER, file))));

/** The tensors are whole, or the error is one of ours. */
async function isReadOrRefused(bytes: Uint8Array): Promise<boolean> {
  try {
    const { tensors } = await decodeWeights(bytes, "a.pt");
    return [...tensors.values()].every(({ shape, data }) => data.length === elementCount({ shape }));
  } catch (error) {
    if (error instanceof LinknetError) return true;
    throw error;
  }
}

/** `pnpm fuzz` looks longer. */
const RUNS = Number(process.env["LINKNET_FUZZ"] ?? 3000);

test(
  "Whatever is done to a file, it is read or refused",
  async () => {
    let slowest = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const changed = await mutate(files[run % files.length]!, run);
      const start = performance.now();
      expect(await isReadOrRefused(changed), `run ${run}`).toBe(true);
      slowest = Math.max(slowest, performance.now() - start);
    }
    expect(slowest).toBeLessThan(10_000);
  },
  RUNS * 20,
);

const pickle = (text: string): Uint8Array => Uint8Array.from(`\u0080\u0002${text}`, (letter) => letter.charCodeAt(0));
const torch = (text: string, more: Record<string, Uint8Array> = {}): Uint8Array =>
  archiveOf({ "a/data.pkl": pickle(text), ...more });
const utf8 = (text: string): string => `X${String.fromCharCode(text.length, 0, 0, 0)}${text}`;
const int = (value: number): string =>
  `J${String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24)}`;
const storage = (key: string, length: number): string =>
  `(${utf8("storage")}ctorch\nFloatStorage\n${utf8(key)}${utf8("cpu")}${int(length)}tQ`;
const tensor = (length: number, shape: readonly number[], strides: readonly number[], offset = 0): string =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${storage("0", length)}${int(offset)}(${shape.map(int).join("")}t(${strides.map(int).join("")}t\u0089NtR`;
const stateOf = (value: string): string => `}(${utf8("w")}${value}u.`;
const floats = new Uint8Array(16);

const decoded = (bytes: Uint8Array): Promise<unknown> => decodeWeights(bytes, "a.pt");

describe("Pickles", () => {
  test("of a tensor by hand are read", async () => {
    const { tensors } = await decodeWeights(torch(stateOf(tensor(4, [2, 2], [1, 2])), { "a/data/0": floats }), "a.pt");
    expect(tensors.get("w")).toEqual({ dtype: "float32", shape: [2, 2], data: new Float32Array(4) });
  });

  test.each([
    ["cposix\nsystem\n(X\u0002\u0000\u0000\u0000lstR.", 'asks for "posix.system", and no code'],
    ["cbuiltins\neval\nctorch\ncompile\n0.", 'asks for "builtins.eval", "torch.compile"'],
    ["ccollections\nOrderedDict\n.", "holds no tensors"],
    ["(i__main__\nEvil\n.", "the instruction 0x69, which is not known"],
    ["(X\u0003\u0000\u0000\u0000abcQ.", "something beside it that is no storage"],
    ["h\u0007.", "recalls what it has not kept"],
    ["0.", "takes a value where there is none"],
    ["u.", "back to a mark where there is none"],
    ["NNR.", "without a list of arguments"],
    ["N)R.", "something that is no constructor"],
    ["NNb.", "a state to something that has none"],
    ["}(Nu.", "a key without a value"],
    ["\u008b\u00ff\u00ff\u00ff\u007f.", "a whole number of 2147483647 bytes"],
    ["X\u00ff\u00ff\u00ff\u00ffa.", "it ends too early"],
    ["\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "it ends too early"],
    ["}".repeat(1_500_000), "more than 1000000 objects"],
    ["(".repeat(1_500_000), "more than 1000000 objects"],
    ["N".repeat(4_500_000), "more than 4000000 instructions"],
    ["\u008a\u0003\u00ff\u00ff\u00ffN\u0086}\u0094(h\u0000\u008a\u0000u.", "holds no tensors"],
  ])("%#", async (text, words) => {
    await expect(decoded(torch(text))).rejects.toThrow(words);
  });

  test("of Python 2 are read: text of bytes, and a dictionary as a list of pairs", async () => {
    const pair = `U\u0001w${tensor(4, [4], [1]).replace("_rebuild_tensor_v2", "_rebuild_tensor").replace("\u0089N", "")}\u0086`;
    const text = `ccollections\nOrderedDict\n]${pair}a\u0085R.`;
    const { tensors } = await decodeWeights(torch(text, { "a/data/0": floats }), "a.pt");
    expect([...tensors.keys()]).toEqual(["w"]);
  });

  test("leave out what an optimizer remembers, wherever it stands", async () => {
    const optimizer = `}(${utf8("state")}}(${utf8("0")}${tensor(4, [4], [1])}u${utf8("param_groups")}]u`;
    const text = `}(${utf8("generator")}}(${utf8("w")}${tensor(4, [4], [1])}u${utf8("adam")}${optimizer}u.`;
    const { tensors, path } = await decodeWeights(torch(text, { "a/data/0": floats }), "a.pt");
    expect({ names: [...tensors.keys()], path }).toEqual({ names: ["generator.w"], path: [] });
  });

  test("with a tensor under a key that is no name", async () => {
    await expect(decoded(torch(`}(N${tensor(4, [4], [1])}u.`, { "a/data/0": floats }))).rejects.toThrow("no name");
  });

  test("that hold themselves, or each other very often, are not followed for ever", async () => {
    await expect(decoded(torch(`}q\u0001${utf8("a")}h\u0001s.`))).rejects.toThrow("more than 8 deep");
    const doubled = Array.from({ length: 7 }, (_, level) => {
      const inner = `h${String.fromCharCode(level)}`;
      const entries = Array.from({ length: 30 }, (_each, key) => `${utf8(`k${key}`)}${inner}`).join("");
      return `}(${entries}uq${String.fromCharCode(level + 1)}`;
    });
    await expect(decoded(torch(`}q\u0000${doubled.join("")}.`))).rejects.toThrow("more than 100000 tensors");
  });
});

describe("Tensors", () => {
  test.each([
    [tensor(4, [5], [1]), "reaches to element 4 of 4"],
    [tensor(4, [2], [1], 3), "reaches to element 4 of 4"],
    [tensor(4, [2], [-1], 3), "no whole numbers"],
    [tensor(4, [1, 1], [1]), "has 2 axes and 1 strides"],
    [tensor(4, [0, 2 ** 30, 2 ** 30], [1, 1, 1]), "the impossible shape"],
    [tensor(4, [2 ** 30], [0]), "would take 4294967296 bytes"],
    [tensor(5, [4], [1]), "has 16 bytes, 20 were to be there"],
    [
      tensor(
        4,
        Array.from({ length: 40 }, () => 1),
        Array.from({ length: 40 }, () => 1),
      ),
      "has 40 axes",
    ],
  ])("%#", async (text, words) => {
    await expect(decoded(torch(stateOf(text), { "a/data/0": floats }))).rejects.toThrow(words);
  });

  test("without a storage, or with one of two types", async () => {
    await expect(decoded(torch(stateOf(tensor(4, [4], [1]))))).rejects.toThrow('storage "0" is not in it');
    const two = `}(${utf8("a")}${tensor(4, [4], [1])}${utf8("b")}${tensor(3, [3], [1])}u.`;
    await expect(decoded(torch(two, { "a/data/0": floats }))).rejects.toThrow("in two ways");
  });
});

test("Storages may be of a machine whose high bytes come first", async () => {
  const big = Buffer.alloc(16);
  [1, -2.5, 3e-40, 4e30].forEach((value, index) => big.writeFloatBE(value, 4 * index));
  const bigEndian = { "a/data/0": big, "a/byteorder": Buffer.from("big") };
  const { tensors } = await decodeWeights(torch(stateOf(tensor(4, [2, 2], [1, 2])), bigEndian), "a.pt");
  expect(tensors.get("w")!.data).toEqual(Float32Array.of(1, 3e-40, -2.5, 4e30));
  const other = torch(stateOf(tensor(4, [4], [1])), { ...bigEndian, "a/byteorder": Buffer.from("middle") });
  await expect(decoded(other)).rejects.toThrow("does not say the order of its bytes");
});

describe("Archives", () => {
  const zeros = new Uint8Array(100_000);

  test("deflated are read", async () => {
    const bytes = archiveOf(
      { "a/data.pkl": pickle(stateOf(tensor(4, [4], [1]))), "a/data/0": floats },
      { deflate: true },
    );
    expect((await decodeWeights(bytes, "a.pt")).tensors.size).toBe(1);
  });

  test("that say to hold far more than they can are refused before they are inflated", async () => {
    const change = { "a.npy": { uncompressedSize: 2 ** 31 } };
    await expect(decoded(archiveOf({ "a.npy": zeros }, { deflate: true, change }))).rejects.toThrow(
      "cannot have 2147483648 bytes in",
    );
  });

  test("that hold more, or less, than they say", async () => {
    for (const uncompressedSize of [99_999, 100_001]) {
      const change = { "a.npy": { uncompressedSize } };
      await expect(decoded(archiveOf({ "a.npy": zeros }, { deflate: true, change }))).rejects.toThrow(
        /is no deflated data|not those it says/,
      );
    }
  });

  test("whose entries share their bytes", async () => {
    const change = { "a.npy": { compressedSize: 100_050, uncompressedSize: 100_050 } };
    await expect(decoded(archiveOf({ "a.npy": zeros, "b.npy": zeros }, { change }))).rejects.toThrow("overlaps");
  });

  test("with a name twice, and with names that lead elsewhere", async () => {
    await expect(
      decoded(archiveOf({ "a.npy": zeros, "b.npy": zeros }, { change: { "b.npy": { name: "a.npy" } } })),
    ).rejects.toThrow("twice");
    for (const name of ["../a.npy", "/a.npy", "c:/a.npy", "a\\b.npy"]) {
      await expect(decoded(archiveOf({ [name]: zeros }))).rejects.toThrow("no complete zip archive");
    }
  });

  test("with another checksum, encrypted, or compressed otherwise", async () => {
    await expect(decoded(archiveOf({ "a.npy": zeros }, { change: { "a.npy": { checksum: 1 } } }))).rejects.toThrow(
      "its checksum",
    );
    await expect(
      decoded(archiveOf({ "a.npy": zeros }, { deflate: true, change: { "a.npy": { flags: 1 } } })),
    ).rejects.toThrow("encrypted");
    await expect(decoded(archiveOf({ "a.npy": zeros }, { change: { "a.npy": { method: 12 } } }))).rejects.toThrow(
      "by method 12",
    );
  });

  test("whose directory says another name than the entry itself", async () => {
    const change = { "a.npy": { name: "b.npy" } };
    await expect(decoded(archiveOf({ "a.npy": zeros }, { change }))).rejects.toThrow("is not what stands before");
  });

  test("of neither PyTorch nor NumPy", async () => {
    await expect(decoded(archiveOf({ "a.txt": zeros }))).rejects.toThrow("neither PyTorch's nor NumPy's");
    await expect(decoded(archiveOf({}))).rejects.toThrow("neither PyTorch's nor NumPy's");
  });

  test("a bomb of many entries takes no more memory than the file may take", async () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (16777200,), }".padEnd(117).concat("\n");
    const array = Buffer.concat([
      Buffer.from("\u0093NUMPY\u0001\u0000v\u0000", "latin1"),
      Buffer.from(header),
      Buffer.alloc(16_777_200),
    ]);
    const entries = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.npy`, array]));
    const deflated = { bytes: deflateRawSync(array), checksum: crc32(array) };
    await expect(decoded(archiveOf(entries, { deflate: true, deflated }))).rejects.toThrow(
      "are what such a file may take",
    );
  });
});
