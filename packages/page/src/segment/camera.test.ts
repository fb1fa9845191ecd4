import { expect, test } from "vitest";
import { describeRefusal } from "./camera.js";

test.each([
  ["NotAllowedError", /was refused: allow it/],
  ["NotFoundError", /no camera/],
  ["NotReadableError", /another program/],
  ["SecurityError", /over http/],
])("A camera that cannot be had for %s is said in words, with what to do", (name, says) => {
  expect(describeRefusal(new DOMException("as the browser has it", name))).toMatch(says);
});

test("What browsers say beside that is passed on", () => {
  expect(describeRefusal(new Error("odd"))).toBe("The camera cannot be had: odd");
});
