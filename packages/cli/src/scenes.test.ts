import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkFiles, openDataSet } from "@linknet-kit/data";
import { runCommand } from "./recordedTerminal.test.support.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-scenes-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
const at = (...names: readonly string[]) => join(folder, ...names);

describe("linknet scenes", () => {
  test("writes a data set that is read, and goes on with one that is not whole", async () => {
    const command = `scenes ${at("streets")} --size 32x24 --train 2 --val 1 --test 0`;
    const { code, out } = await runCommand(command);
    expect([code, out]).toEqual([0, `${at("streets")}: 3 scenes of 32x24, 2 train, 1 val, 0 test, laid out as camvid`]);
    const set = await openDataSet(at("streets"), "train");
    await checkFiles(set, { everyPixel: true });
    expect(set.examples).toHaveLength(2);
    const { labels, image } = set.examples[1]!;
    const [before, untouched] = [await readFile(labels), await stat(image.replace("000001", "000000"))];
    await rm(labels);
    await rm(at("streets", "train.txt"));
    const again = await runCommand(`${command} --json`);
    expect(JSON.parse(again.out)).toMatchObject({
      layout: "camvid",
      examples: { train: 2, val: 1, test: 0 },
      drawn: 1,
    });
    expect(await readFile(labels)).toEqual(before);
    expect((await stat(image.replace("000001", "000000"))).mtimeMs).toBe(untouched.mtimeMs);
    expect((await openDataSet(at("streets"), "train")).examples).toHaveLength(2);
  });

  test("draws more where more are asked for, leaves the others as they are, and takes none away", async () => {
    const draw = async (train: number) =>
      await runCommand(`scenes ${at("grows")} --size 32x24 --train ${train} --val 1 --test 0`);
    await draw(1);
    const scene = at("grows", "train", "scene_000000.png");
    const before = await stat(scene);
    const { code, notes } = await draw(3);
    expect([code, notes]).toEqual([0, "2 of them were there already"]);
    expect((await stat(scene)).mtimeMs).toBe(before.mtimeMs);
    const set = await openDataSet(at("grows"), "train");
    expect([set.examples.length, set.isGenerated]).toEqual([3, true]);
    const fewer = await draw(2);
    expect([fewer.code, fewer.notes]).toEqual([1, expect.stringContaining("has 3 scenes of train, and not 2")]);
    expect(fewer.notes).toContain("give --train 3 or more");
    expect((await openDataSet(at("grows"), "train")).examples).toHaveLength(3);
    await rm(at("grows"), { recursive: true });
  });

  test("writes the other layout", async () => {
    const { code } = await runCommand(
      `scenes ${at("cities")} --layout cityscapes --size 16x8 --train 1 --val 0 --test 0`,
    );
    expect(code).toBe(0);
    expect((await openDataSet(at("cities"), "train")).labels.name).toBe("Cityscapes");
  });

  test("touches no folder with anything else in it", async () => {
    const other = await runCommand(`scenes ${at("streets")} --size 32x24 --train 2 --val 1 --test 0 --seed 2`);
    expect([other.code, other.notes]).toEqual([
      1,
      expect.stringContaining("has scenes of other options: --seed is 1 there and 2 here"),
    ]);
    await writeFile(at("file"), "mine");
    const mine = await runCommand(`scenes ${folder} --size 32x24`);
    expect([mine.code, mine.notes]).toEqual([1, expect.stringContaining("is not empty")]);
    expect((await runCommand(`scenes ${at("file")} --size 32x24`)).notes).toContain(
      "it, or something above it, is a file",
    );
    expect((await readdir(folder)).toSorted()).toEqual(["cities", "file", "streets"]);
  });

  test("stopped, says how it goes on", async () => {
    const { code, notes } = await runCommand(`scenes ${at("stopped")} --size 16x8`, AbortSignal.abort());
    expect([code, notes]).toEqual([130, expect.stringContaining("the same command goes on from there")]);
  });

  test.each([
    ["--train 0 --val 0 --test 0", "there are no scenes to draw"],
    ["--size 5000x10", "a scene is 1x1 to 4096x4096, not 5000x10"],
    ["--layout camvit", 'did you mean "camvid"'],
  ])("%s is wrong usage", async (flags, problem) => {
    const { code, notes } = await runCommand(`scenes ${at("wrong")} ${flags}`);
    expect([code, notes]).toEqual([2, expect.stringContaining(problem)]);
    expect(await readdir(folder)).not.toContain("wrong");
  });
});
