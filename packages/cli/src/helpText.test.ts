import { expect, test } from "vitest";
import { fitText } from "./helpText.js";

const TEXT = `
Examples:
  linknet draw model.onnx          as boxes
  linknet draw model.onnx --profile result.json#onnxruntime-node/cpu
                                   by times
    "subjects": [{ "file": "models/ours.onnx" }],

Words that are as long as a line of a file is, and go
on in the next.`;

test("Text that fits is as it was written, but for paragraphs", () => {
  expect(fitText(TEXT, 80)).toBe(TEXT.replace("is, and go\non in the next.", "is, and go on in the next."));
});

test("In a narrow terminal notes go below their commands, which stay whole, and paragraphs are filled anew", () => {
  expect(fitText(TEXT, 40)).toBe(`
Examples:
  linknet draw model.onnx
      as boxes
  linknet draw model.onnx --profile result.json#onnxruntime-node/cpu
      by times
    "subjects": [{ "file": "models/ours.onnx" }],

Words that are as long as a line of a
file is, and go on in the next.`);
});
