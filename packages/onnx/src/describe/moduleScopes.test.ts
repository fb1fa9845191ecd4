import { expect, test } from "vitest";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { moduleScopes } from "./moduleScopes.js";

/** A length and bytes behind a field's number, each shorter than 128 bytes or written as several. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = [];
  let rest = bytes.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length, rest]), bytes]);
}

const entry = (key: string, value: string) => field(9, Buffer.concat([field(1, key), field(2, value)]));
const node = (name: string, ...more: readonly Buffer[]) => field(1, Buffer.concat([field(3, name), ...more]));
const model = (...nodes: readonly Buffer[]) => field(7, Buffer.concat(nodes));
const SCOPES = "pkg.torch.onnx.name_scopes";
const read = (...nodes: readonly Buffer[]) => Object.fromEntries(moduleScopes(model(...nodes), DEFAULT_BUDGET));

test("modules are read from the list that PyTorch writes, without the program and the node themselves", () => {
  const list = "['', 'layers', 'layers.0', 'layers.0.conv1', 'conv2d_1']";
  expect(
    read(node("a", entry("namespace", "x"), entry(SCOPES, list)), node("b", entry(SCOPES, "['', 'mean']"))),
  ).toEqual({
    a: ["layers", "layers.0", "layers.0.conv1"],
    b: [],
  });
});

test("nodes without a name or such a list are left out, and any text is some list", () => {
  expect(read(node("a"), node("", entry(SCOPES, "['', 'x', 'y']")))).toEqual({});
  expect(read(node("a", entry(SCOPES, `['', "it's", 'c', 'd`)))).toEqual({ a: ["it's"] });
  expect(read(node("a", entry(SCOPES, "\u0000[[[")))).toEqual({ a: [] });
});

test("what would be too much to read is left out as a whole", () => {
  const bytes = model(node("a", entry(SCOPES, "['', 'x', 'y']")));
  expect(moduleScopes(bytes, { ...DEFAULT_BUDGET, recordBytes: 10 }).size).toBe(0);
});
