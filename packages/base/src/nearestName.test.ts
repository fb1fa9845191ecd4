import { describe, expect, test } from "vitest";
import { UsageError } from "./errors.js";
import { UnknownNameError, findByName, nearestName } from "./nearestName.js";

const names = ["linknet", "linknet-without-bypass", "segnet", "enet"];

describe("The nearest name is found", () => {
  test.each([
    ["lnknet", "linknet"],
    ["LinkNet", "linknet"],
    ["linkent", "linknet"],
    ["segnt", "segnet"],
    ["emet", "enet"],
    ["linknet-no-bypass", "linknet-without-bypass"],
  ])("%s: %s", (given, expected) => {
    expect(nearestName(given, names)).toBe(expected);
  });
});

test("What is near to nothing has no nearest name", () => {
  expect(nearestName("resnet-101", names)).toBeUndefined();
  expect(nearestName("", names)).toBeUndefined();
  expect(nearestName("x".repeat(1_000_000), names)).toBeUndefined();
  expect(nearestName("linknet", [])).toBeUndefined();
});

test("A name is found in its table, or refused with the nearest and all others", () => {
  const table = names.map((name) => ({ name }));
  expect(findByName("network", "enet", table)).toBe(table[3]);
  const refusal = new UnknownNameError({ kind: "network", given: "segnte", names });
  expect(() => findByName("network", "segnte", table)).toThrow(refusal);
  expect(refusal).toBeInstanceOf(UsageError);
  expect(refusal.message).toBe('there is no network "segnte"; did you mean "segnet"?');
  expect(refusal.hint).toBe("choose from: linknet, linknet-without-bypass, segnet, enet");
  expect(new UnknownNameError({ kind: "network", given: "vgg-16", names }).message).toBe(
    'there is no network "vgg-16"',
  );
});
