import { expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

test("predict prints a label and the error beside every figure, and the paper's dash", async () => {
  const { code, out } = await runCommand("predict segnet --device jetson-tx1 --sizes 640x360,1280x720 --json");
  expect(code).toBe(0);
  const { rows } = JSON.parse(out) as { rows: Record<string, unknown>[] };
  expect(rows).toHaveLength(2);
  for (const row of rows)
    expect(row).toMatchObject({
      label: "predicted",
      basis: "own",
      leftOutError: { median: expect.any(Number) as number, worst: expect.any(Number) as number },
    });
  expect(rows.map(({ publishedMs, fitsInMemory }) => [publishedMs, fitsInMemory])).toEqual([
    [1251, true],
    [null, false],
  ]);
});

test("predict's table says how wrong it is", async () => {
  const { out } = await runCommand("predict enet --device titan-x-pascal --sizes 640x360");
  expect(out).toContain("12 % in the median, 40 % at worst");
  expect(out).toContain("networks left out of the fit");
  expect(out).toMatch(
    /against times published elsewhere, in no fit: resnet18 1280x720 .* ms predicted, 20.51 published/,
  );
  expect(out).toContain("in Caffe");
  expect(out).toContain('does not say which card its "Titan X" is');
});

test("predict names the nearest device, and refuses fp16 where it gains nothing", async () => {
  const unknown = await runCommand("predict enet --device jetson-tx2");
  expect(unknown).toMatchObject({ code: 2, notes: expect.stringContaining('did you mean "jetson-tx1"?') as string });
  expect(await runCommand("predict enet --device titan-x-maxwell --dtype fp16")).toMatchObject({ code: 2 });
});

test("predict says which file of a device it cannot read", async () => {
  const { code, notes } = await runCommand("predict enet --device absent.json");
  expect(code).toBe(1);
  expect(notes).toContain('there is no file "absent.json"');
});
