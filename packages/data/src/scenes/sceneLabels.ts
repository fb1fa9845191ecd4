/** Scenes by the ids of data sets. */
import { SCENE_CLASSES, idsOf } from "./classes.js";
import type { Scene } from "./renderScene.js";

const CAMVID = Uint8Array.from(SCENE_CLASSES, (name) => idsOf(name).camvid);
const CITYSCAPES = Uint8Array.from(SCENE_CLASSES, (name) => idsOf(name).cityscapes);

/** The eleven classes of CamVid, and 11 for what is none of them. */
export function camvidLabels({ classes }: Scene): Uint8Array {
  return classes.map((each) => CAMVID[each]!);
}

/** As `labelIds` images have them. */
export function cityscapesLabels({ classes }: Scene): Uint8Array {
  return classes.map((each) => CITYSCAPES[each]!);
}

/** As `instanceIds` images have them: 26000 is the first car, and what is no thing has the id of its label. */
export function cityscapesInstances({ classes, things }: Scene): Uint16Array {
  return Uint16Array.from(classes, (each, pixel) => {
    const [id, thing] = [CITYSCAPES[each]!, things[pixel]!];
    return thing === 0 ? id : 1000 * id + thing - 1;
  });
}
