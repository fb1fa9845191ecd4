/** Label sets that are known by a name. */
import { camvid, cityscapes } from "@linknet-kit/metrics";

export const LABEL_SETS = { camvid, cityscapes } as const;
