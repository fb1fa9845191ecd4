import { type Parameter } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { writableCases } from "../cases.test.fixture.js";
import { brokenRules } from "../checker.test.fixture.js";
import { emitModel } from "../emit/emitModel.js";
import { ModelProto } from "../onnxProto.js";
import { smallModel, smallNetwork } from "../smallNetwork.test.fixture.js";
import { ModelTooLargeError, encodeOnnx } from "./encodeOnnx.js";

describe("A file keeps every rule of the standard", () => {
  test.each(writableCases)("$name", ({ model }) => {
    expect(brokenRules(encodeOnnx(model))).toEqual([]);
  });

  test.each([{ opset: 12 }, { opset: 21 }, { dynamicBatch: true }])("a network, with %o", (options) => {
    expect(brokenRules(encodeOnnx(smallModel({ height: 9, width: 7 }), options))).toEqual([]);
  });
});

test("A weight is stored as little-endian raw data", () => {
  const model = smallModel({ height: 4, width: 4 });
  const { graph } = ModelProto.decode(encodeOnnx(model));
  const parameter = model.graph.parameters[0] as Parameter;
  const stored = graph?.initializer?.find(({ name }) => name === parameter.name);
  const view = new DataView(Uint8Array.from(stored?.rawData ?? []).buffer);
  const { data } = model.weights.get(parameter);
  expect(data.length).toBeGreaterThan(0);
  data.forEach((value, index) => expect(view.getFloat32(4 * index, true)).toBe(value));
});

test("The bytes are those that the library alone would write, but for the order of the fields", () => {
  const model = smallModel({ height: 4, width: 4 });
  const { proto, initializers } = emitModel(model);
  const initializer = initializers.map((tensor) => {
    const { name, type } = tensor;
    const { buffer, byteOffset, byteLength } = tensor.read().data;
    const rawData = new Uint8Array(buffer, byteOffset, byteLength);
    return { name, dims: [...type.shape], dataType: type.dtype === "float32" ? 1 : 7, rawData };
  });
  const whole = ModelProto.encode({ ...proto, graph: { ...proto.graph, initializer } }).finish();
  const bytes = encodeOnnx(model);
  expect(bytes.length).toBe(whole.length);
  expect(ModelProto.decode(bytes)).toEqual(ModelProto.decode(Uint8Array.from(whole)));
});

test("A model past the limit of protobuf is refused before a weight is drawn", () => {
  const graph = smallNetwork({ height: 4, width: 4 });
  const [first, ...rest] = graph.parameters as [Parameter, ...Parameter[]];
  const huge = { ...first, type: { dtype: "float32", shape: [1024, 1024, 600] } } as const;
  const weights = {
    get: () => {
      throw new Error("drawn");
    },
  };
  // Lowering would infer the types anew; this is about the size alone.
  const model = { graph: { ...graph, parameters: [huge, ...rest], nodes: [], outputs: [huge] }, weights };
  expect(() => encodeOnnx(model)).toThrow(ModelTooLargeError);
});

test("The walk over the rules finds what is broken", () => {
  const { graph, ...model } = ModelProto.decode(encodeOnnx(smallModel({ height: 4, width: 4 })));
  const broken = {
    ...graph,
    node: graph?.node?.toReversed() ?? [],
    initializer: [...(graph?.initializer ?? []), { name: "spare", dims: [2], dataType: 1, rawData: new Uint8Array(4) }],
    valueInfo: graph?.valueInfo?.slice(1) ?? [],
  };
  const rules = brokenRules(ModelProto.encode({ ...model, graph: broken }).finish());
  expect(rules).toContain("head/concat reads up/maxUnpool2d too early");
  expect(rules).toContain("spare is unread");
  expect(rules).toContain("spare does not have the bytes of its shape");
  expect(rules).toContain("not every value has one type");
});
