import { expect, test } from "vitest";
import { commaSeparated } from "./arguments.js";

test("A word that stands twice in a list counts once, with spaces or without", () => {
  const words = commaSeparated((word) => ({ word }))("onnx, tfjs,onnx , tfjs");
  expect(words).toEqual([{ word: "onnx" }, { word: "tfjs" }]);
});
