import type { Count } from "@linknet-kit/results";
import type { Availability } from "@linknet-kit/runtimes";
import { expect, test } from "vitest";
import { fakeRuntime } from "../fakes/suite.test.fake.js";
import { planSuite } from "../suites.js";
import { fastestFirst } from "./fastestFirst.js";

test("The least work comes first, of that the fastest runtime, and cells of one artifact stand together", () => {
  const table = [{ ...fakeRuntime("slow"), slowness: 10 }, fakeRuntime("is-software"), fakeRuntime("fast")];
  const sizes = [
    { width: 64, height: 48 },
    { width: 8, height: 6 },
  ];
  const plan = planSuite({ networks: ["large", "small"], sizes, threads: [1], table });
  const counts = ["large", "small"].flatMap((network) =>
    sizes.map((size) => ({ network, size, macs: size.width * (network === "large" ? 100 : 1) }) as Count),
  );
  const there = { available: true, version: "1", device: "fake", threads: 1 } as const;
  const availabilities = new Map<string, Availability>([
    ["fake/slow", there],
    ["fake/is-software", { ...there, slowness: 1000 }],
    ["fake/fast", there],
  ]);
  const order = fastestFirst({ plan, counts, availabilities }, table);
  const described = order.map(({ network, size, runtime }) => `${network} ${size.width} ${runtime}`);
  expect(described).toEqual(
    ["small 8", "small 64", "large 8", "large 64"].flatMap((artifact) =>
      ["fake/fast", "fake/slow", "fake/is-software"].map((runtime) => `${artifact} ${runtime}`),
    ),
  );
});
