import { expect, test } from "vitest";
import { runCommand } from "./recordedTerminal.test.support.js";

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
  ["count linknet --width 1000", /width multiplier/],
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

test("every command's help has an example or takes nothing", async () => {
  for (const command of ["count", "export", "bench", "report"]) {
    expect((await runCommand(`${command} --help`)).out).toContain(`Examples:\n  linknet ${command} `);
  }
});

test.each(["networks --json", "count enet --json"])("%s prints one document", async (line) => {
  const { code, out } = await runCommand(line);
  expect(code).toBe(0);
  expect(() => JSON.parse(out) as unknown).not.toThrow();
});
