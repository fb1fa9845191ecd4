import { GraphBuilder, conv2d, float32, globalAveragePool, reshape, sequence } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { summariseNetwork } from "./summariseNetwork.js";

test("Classes are the channels of an image of scores, and what scores whole images or lines has none", () => {
  const builder = new GraphBuilder("net");
  const features = conv2d({ filters: 7, kernel: 1 })(builder.input("x", float32(1, 3, 4, 5)));
  const whole = sequence(globalAveragePool(), reshape({ shape: [1, 7] }))(features);
  const lines = reshape({ shape: [1, 7, 20] })(features);
  const classesOf = (...outputs: (typeof features)[]) =>
    summariseNetwork(builder.build(Object.fromEntries(outputs.map((output) => [output.name, output])))).classes;
  expect(classesOf(features, whole)).toBe(7);
  expect(classesOf(whole, features)).toBe(0);
  expect(classesOf(lines)).toBe(0);
});
