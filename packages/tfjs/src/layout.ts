/** In which order the inputs and outputs of a graph model have their axes, as its metadata says it: nothing else there tells. */
import type { ImageLayout } from "@linknet-kit/core";

/** As this project calls itself in `model.json`, before its version, and what stands there under that name is its own. */
export const WRITER = "linknet-kit";

type Metadata = Readonly<Record<string, unknown>>;

/** The metadata with a layout that is not the usual one. */
export function withLayout(metadata: Metadata, layout: ImageLayout = "nhwc"): Metadata {
  if (layout === "nhwc") return metadata;
  return { ...metadata, [WRITER]: { ...(metadata[WRITER] as Metadata | undefined), layout } };
}

/** What `withLayout` wrote; anything else is N x H x W x C, as TensorFlow has images. */
export function layoutOf(metadata: unknown): ImageLayout {
  const own = (metadata as Metadata | undefined | null)?.[WRITER] as Metadata | undefined | null;
  return own?.["layout"] === "nchw" ? "nchw" : "nhwc";
}
