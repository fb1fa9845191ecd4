/** ResNet-18 without its classifier, He et al. 2015: https://arxiv.org/abs/1512.03385. Only to hold predictions against. */
import {
  type Graph,
  type Layer,
  add,
  batchNorm,
  buildGraph,
  channelsOf,
  conv2d,
  float32,
  maxPool2d,
  relu,
  sequence,
} from "@linknet-kit/core";

const convNorm = (filters: number, kernel: number, stride = 1): Layer =>
  sequence(conv2d({ filters, kernel, stride, padding: (kernel - 1) / 2, bias: false }), batchNorm({ epsilon: 1e-5 }));

const basicBlock =
  (filters: number, stride: number): Layer =>
  (x) => {
    const convolved = sequence(convNorm(filters, 3, stride), relu(), convNorm(filters, 3))(x);
    const shortcut = channelsOf(x) === filters && stride === 1 ? x : convNorm(filters, 1, stride)(x);
    return relu()(add()(convolved, shortcut));
  };

/** From the image to the last feature map, a 32nd of its size. */
export function buildResnet18({ width, height }: { readonly width: number; readonly height: number }): Graph {
  const stages = [64, 128, 256, 512].flatMap((filters, index) => [
    basicBlock(filters, index === 0 ? 1 : 2),
    basicBlock(filters, 1),
  ]);
  const stem = sequence(convNorm(64, 7, 2), relu(), maxPool2d({ kernel: 3, stride: 2, padding: 1 }));
  const image = { name: "image", type: float32(1, 3, height, width) };
  return buildGraph("resnet18", image, sequence(stem, ...stages), "features");
}
