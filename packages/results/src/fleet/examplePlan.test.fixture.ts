/** A plan of two networks, for tests. */
import type { PlanFile } from "../plan/planFile.js";

export const examplePlan: PlanFile = {
  planVersion: 1,
  suite: "default",
  classes: 20,
  budgetSeconds: 10,
  cells: ["linknet", "enet"].map((network) => {
    const size = { width: 640, height: 360 };
    return { network, size, batch: 1, runtime: "onnxruntime-node/cpu", threads: "all", budgetSeconds: 10 };
  }),
};
