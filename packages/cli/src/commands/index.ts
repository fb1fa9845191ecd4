/** The commands, in the order that help lists them. */
import { addBench } from "./bench.js";
import type { AddCommand } from "./context.js";
import { addCount } from "./count.js";
import { addExport } from "./export.js";
import { addNetworks } from "./networks.js";
import { addReport } from "./report.js";
import { addRuntimes } from "./runtimes.js";

export const commands: readonly AddCommand[] = [addNetworks, addCount, addExport, addRuntimes, addBench, addReport];
