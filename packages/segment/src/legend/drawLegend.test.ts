import { expect, test } from "vitest";
import { drawLegend } from "./drawLegend.js";

const share = (id: number, name: string) => ({ id, name, share: 0.5, pixels: 1, colour: [128, 64, 128] as const });

test("A class whose name the font cannot write has its number in the legend", async () => {
  const numbered = await drawLegend([share(3, "class 3")], 200);
  expect(await drawLegend([share(3, "道路")], 200)).toEqual(numbered);
  expect(await drawLegend([share(3, "road")], 200)).not.toEqual(numbered);
  expect(await drawLegend([share(3, "allée piétonne")], 200)).not.toEqual(numbered);
});
