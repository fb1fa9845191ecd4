/** Where the weights in a file come from: those that are drawn can be drawn again, and those that were trained cannot. */
import { digestOf } from "./digest.js";

/** Drawn from a seed, or taken from files with this SHA-256. */
export type WeightOrigin = "drawn" | `file ${string}`;

/** Of weights in these files. */
export async function originOfFiles(paths: readonly string[]): Promise<WeightOrigin> {
  return `file ${await digestOf(paths.map((path) => ({ path })))}`;
}

/** Whether nothing is lost where weights of the one origin, as a file tells it, give way to those of the other; to any where that is not said. */
export function givesWay(standing: unknown, origin: WeightOrigin | undefined): boolean {
  return origin === undefined || standing === "drawn" || standing === origin;
}

/** What an error calls the file that weights of that origin may replace: `unchanged ONNX file of linknet-kit with drawn weights`. */
export function describeReplaced(what: string, origin: WeightOrigin | undefined): string {
  const weights = { any: "", drawn: " with drawn weights", file: " with these weights or drawn ones" };
  const kind = origin === undefined ? "any" : origin === "drawn" ? "drawn" : "file";
  return `unchanged ${what} of linknet-kit${weights[kind]}`;
}
