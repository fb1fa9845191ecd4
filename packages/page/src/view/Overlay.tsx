import { mixColours } from "@linknet-kit/segment/picture";
import { useEffect, useRef } from "preact/hooks";
import type { LabelledPicture } from "../segment/labeller.js";
import { imageDataOf } from "../segment/pixels.js";

interface Props {
  readonly labelled: LabelledPicture;
  /** Of the colours of classes, 0 to 1. */
  readonly opacity: number;
}

/** The picture with the colours of its classes over it, as `linknet segment` mixes them. */
export function Overlay({ labelled, opacity }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture, channels, classes, shares } = labelled;
  useEffect(() => {
    const colours = mixColours(picture.colours, channels, { classes, opacity });
    canvas.current?.getContext("2d")?.putImageData(imageDataOf({ ...picture, colours }), 0, 0);
  }, [labelled, opacity]);
  const seen = shares
    .slice(0, 3)
    .map(({ name }) => name)
    .join(", ");
  return (
    <canvas
      ref={canvas}
      class="overlay"
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={`The picture with its classes in colours, most of it ${seen}`}
    />
  );
}
