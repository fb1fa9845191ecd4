import { UsageError } from "@linknet-kit/base";
import { HIGHEST_OPSET, LOWEST_OPSET } from "@linknet-kit/onnx";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { loadCommands } from "./commands/index.js";
import { makeProgram } from "./program.js";
import { recordingStream, runCommand } from "./recordedTerminal.test.support.js";
import { processTerminal } from "./terminal.js";

/** All commands, as they are declared. */
async function everyCommand(): Promise<Command> {
  const { stream } = recordingStream();
  const terminal = processTerminal({ stdout: stream, stderr: stream }, {});
  return makeProgram(await loadCommands([]), "1.2.3", { terminal, signal: new AbortController().signal });
}

test.each([
  ["count linkent", /"linknet"/],
  ["export segnett", /"segnet"/],
  ["bench --networks enett", /"enet"/],
  ["bench --runtimes onnxruntime-nod/cpu", /"onnxruntime-node\/cpu"/],
  ["bench --suite tabel2", /"table2"/],
  ["export enet --target onnxruntim", /"onnxruntime"/],
  ["export enet --to onx", /"onnx"/],
  ["export enet --to onnx,safetensor", /"safetensors"/],
  ["export enet --dtype fp166", /"fp16"/],
  ["export enet --no-keep-io-types", /--dtype fp16/],
  ["export enet --allow-missing", /--weights/],
  ["export enet --target tensorrt-8.2 --opset 17", /tensorrt-8\.2 .*13/],
  ["export enet --target tensorrt-8.2 --dtype fp16", /trtexec --fp16/],
  ["export enet --target tensorrt", /"tensorrt-8\.2"/],
  ["export enet --opset 10", /11 to 21/],
  ["export enet --opset 99", /11 to 21/],
  ["export enet --opset latest", /whole number/],
  ["report x.json --format htm", /"html"/],
  ["coutn linknet", /count/],
  ["count linknet --sise 640x360", /--size/],
  ["count linknet --size 640", /WIDTHxHEIGHT/],
  ["count linknet --size 0x360", /width .* 0/],
  ["count linknet --size -640x360", /WIDTHxHEIGHT/],
  ["count linknet --size 640.5x360", /WIDTHxHEIGHT/],
  ["count linknet --size 640x31", /height .* 31/],
  ["count linknet --size 999999x999999", /width .* 999999/],
  ["count linknet --size 16385x360", /16384/],
  ["count linknet --classes 0", /--classes/],
  ["count linknet --classes 1e3", /--classes/],
  ["count linknet --classes 999999999", /classes/],
  ["count linknet --batch 0", /--batch/],
  ["count linknet --width 0", /--width/],
  ["count linknet --width 1000", /--width .* at most 16/],
  ["predict enet --dtype fp166", /"fp16"/],
  ["completion bahs", /"bash"/],
  ["fleet gihub", /"github"/],
  ["bench --threads 0", /whole number/],
  ["bench --budget -1", /--budget/],
  ["bench --sizes 640x360,64", /WIDTHxHEIGHT/],
  ["bench --shard 1/2", /--plan/],
  ["bench --device -oProxyCommand=x", /user@host/],
  ["runtimes --device tx1;reboot", /user@host/],
  ["bench --plan plan.json --networks enet", /--networks/],
  ["plan --runtimes onnxruntime-nod/cpu", /"onnxruntime-node\/cpu"/],
  ["fleet github plan.json", /--shards/],
  ["fleet kubernetes plan.json --shards 2 --image x --claim A_B", /lower-case/],
  ["fleet kubernetes plan.json --shards 2 --image x --claim a --node-selector b", /key=value/],
  ["merge a.json", /--output/],
  ["train x --network linkent", /"linknet"/],
  ["train x --optimiser adma", /"adam"/],
  ["train x --optimizer adma", /"adam"/],
  ["train x --schedule cosin", /"cosine"/],
  ["train x --class-weights papr", /"paper"/],
  ["train x --class-weight-offset 1", /--class-weight-offset .*above 1/],
  ["train x --lr 0", /--lr .*above 0/],
  ["train x --momentum 1", /--momentum .*below 1/],
  ["train x --betas 0.9", /two numbers/],
  ["train x --scale 1,2,3", /two numbers/],
  ["train x --crop 5", /WIDTHxHEIGHT/],
  ["train x --epochs 0", /whole number/],
  ["train x --resume --export-step a.onnx", /--resume/],
  ["train", /which images to train with is not given/],
  ["evaluate run", /--data/],
  ["evaluate --data x", /argument/],
  ["evaluate run --data x --split tset", /"test"/],
  ["evaluate run --data x --labels camvit", /"camvid"/],
  ["evaluate run --data x --mean 0.5", /three numbers/],
  ["evaluate run --data x --runtimes tfjs/wsam", /"tfjs\/wasm"/],
  ["evaluate run --data x --triples 101", /0 to 100/],
  ["count", /argument/],
  ["count linknet enet", /argument/],
  ["report", /argument/],
])("%s is wrong usage, and the message says what would be right", async (line, expected) => {
  const { code, out, notes } = await runCommand(line);
  expect(notes).toMatch(expected);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

test("a network too large for any runtime is refused before memory is touched", async () => {
  const { code, notes } = await runCommand("export linknet --size 16384x16384 -o unused");
  expect(code).toBe(1);
  expect(notes).toContain("elements");
});

test.each(["--help", "count --help", "bench --help", "help export"])("%s teaches and is no failure", async (line) => {
  const { code, out } = await runCommand(line);
  expect(code).toBe(0);
  expect(out).toContain("Usage: linknet");
});

test("help of a command below another is its own, asked for in either way", async () => {
  const { out } = await runCommand("fleet github --help");
  expect(out).toContain("Usage: linknet fleet github");
  expect((await runCommand("help fleet github")).out).toBe(out);
  expect((await runCommand("fleet help github")).out).toBe(out);
});

test("the help of every command shows defaults as they would be typed", async () => {
  const program = await everyCommand();
  const defaultsBelow = (command: Command): readonly string[] => [
    ...command
      .createHelp()
      .visibleOptions(command)
      .flatMap((option) => /\(default: .*\)$/.exec(command.createHelp().optionDescription(option)) ?? []),
    ...command.commands.flatMap(defaultsBelow),
  ];
  const shown = defaultsBelow(program);
  expect(shown).toEqual(
    expect.arrayContaining(["(default: ubuntu-latest)", "(default: linknet-bench)", "(default: none)"]),
  );
  for (const each of shown) expect(each).not.toMatch(/["{}[\]]/);
});

test("the help of every command has an example of it", async () => {
  const program = await everyCommand();
  const below = (command: Command, name: string): readonly string[] =>
    command.commands.flatMap((each) => [`${name}${each.name()}`, ...below(each, `${name}${each.name()} `)]);
  const names = below(program, "");
  expect(names).toContain("fleet github");
  for (const name of names) {
    const [, examples] = (await runCommand(`${name} --help`)).out.split(/^Examples?:\n/m);
    expect([name, examples]).toEqual([name, expect.stringContaining(`linknet ${name}`)]);
  }
});

test.each(["networks --json", "count enet --json"])("%s prints one document", async (line) => {
  const { code, out } = await runCommand(line);
  expect(code).toBe(0);
  expect(() => JSON.parse(out) as unknown).not.toThrow();
});

test.each([
  ["coutn linknet", 'error: there is no command "coutn"; did you mean "count"?\nhint: see "linknet --help"'],
  [
    "help cuont",
    'error: there is no command "cuont"; did you mean "count"?\nhint: choose from: networks, count, draw, predict, export, convert, simplify, runtimes, bench, verify, compare, check, plan, merge, fleet, scenes, train, segment, evaluate, page, report, completion, help',
  ],
  [
    "help fleet gihub",
    'error: there is no command "gihub"; did you mean "github"?\nhint: choose from: github, kubernetes, help',
  ],
  ["fleet gihub", 'error: there is no command "gihub"; did you mean "github"?\nhint: see "linknet fleet --help"'],
  [
    "count enet --sise 8x8",
    'error: there is no option "--sise"; did you mean "--size"?\nhint: see "linknet count --help"',
  ],
  [
    "export enet --dtype fp61",
    'error: there is no data type "fp61"; did you mean "fp32"?\nhint: choose from: fp32, fp16',
  ],
  [
    "predict enet --software fussed",
    'error: there is no software "fussed"; did you mean "fused"?\nhint: choose from: torch7, fused',
  ],
])("%s is told like every other slip of the finger", async (line, expected) => {
  expect((await runCommand(line)).notes).toBe(expected);
});

test("the help of every option that takes a number says between what, which is what it takes, and what it is where nobody gives it", async () => {
  const program = await everyCommand();
  const optionsBelow = (command: Command): Command["options"] => [
    ...command.options,
    ...command.commands.flatMap(optionsBelow),
  ];
  const takesNumber = optionsBelow(program).filter(({ flags }) =>
    /<(?:n|n,\.\.\.|x|factor|seconds|number)>$/.test(flags),
  );
  expect(takesNumber.length).toBeGreaterThan(20);
  const opset = takesNumber.find(({ flags }) => flags.startsWith("--opset"))!;
  expect(opset.description).toContain(`${LOWEST_OPSET} to ${HIGHEST_OPSET}`);
  for (const { flags, description, parseArg, defaultValue, mandatory } of takesNumber) {
    const takes = (value: number | string): boolean => {
      try {
        parseArg!(String(value), undefined);
        return true;
      } catch (error) {
        if (error instanceof UsageError) return false;
        throw error;
      }
    };
    const [, least, most] = /(\d+)(?: to (\d+)| or more)/.exec(description) ?? [];
    const [, above, end = most] = /above (\d+)(?:, at most (\d+))?/.exec(description) ?? [];
    const [below, first] = least === undefined ? [above, Number(above) + 0.5] : [Number(least) - 1, least];
    const isUsual = mandatory || defaultValue !== undefined || description.includes("(default: ");
    expect({ flags, many: takes("many"), below: takes(below!), first: takes(first), isUsual }).toEqual({
      flags,
      many: false,
      below: false,
      first: true,
      isUsual: true,
    });
    // Past the end there is none where help says so.
    expect([flags, end === undefined || (takes(end) && !takes(Number(end) + 1))]).toEqual([flags, true]);
  }
});
