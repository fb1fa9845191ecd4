/** Which modules of a tree are open and which are drawn as one box. */
import type { Entry, Module } from "./tree.js";

/** What a reader takes in at a glance; unless told how deep, a drawing opens as many levels as stay below. */
const USUAL_BOXES = 30;

/** Past this a drawing opens no further level, whatever was asked for. */
const MOST_BOXES = 1000;

export interface Folding {
  /** Levels of modules that are open, from 1 on: at 1 each module of the network is a box. */
  readonly depth: number;
  /** Modules at this depth are boxes. */
  readonly isOpen: (module: Module) => boolean;
  /** Nodes and folded modules. */
  readonly boxes: number;
  /** Why less is open than was asked for. */
  readonly note?: string;
}

/** `depth` is how many levels to open; a drawing that would have too many boxes opens fewer. */
export function foldTree(root: Module, depth?: number): Folding {
  const levels = levelsOf(root);
  const counts = Array.from({ length: levels }, (_, level) => countBoxes(root, level + 1));
  const most = depth === undefined ? USUAL_BOXES : MOST_BOXES;
  const wanted = Math.min(depth ?? levels, levels);
  const opened = largestWithin(counts.slice(0, wanted), most);
  const open = new Set<string>();
  collectOpen(root, opened, open);
  const boxes = counts[opened - 1]!;
  const note =
    depth !== undefined && opened < wanted
      ? `${counts[wanted - 1]!} boxes at depth ${wanted} are more than ${MOST_BOXES}; drawn to depth ${opened}`
      : undefined;
  return { depth: opened, isOpen: ({ id }) => open.has(id), boxes, ...(note !== undefined && { note }) };
}

/** The deepest level whose count is within the limit; 1 where none is. */
function largestWithin(counts: readonly number[], most: number): number {
  const past = counts.findIndex((count) => count > most);
  return Math.max(1, past < 0 ? counts.length : past);
}

function levelsOf(entry: Entry): number {
  return entry.kind === "node" ? 0 : 1 + Math.max(0, ...entry.children.map(levelsOf));
}

function countBoxes(entry: Entry, depth: number): number {
  if (entry.kind === "node" || depth === 0) return 1;
  return entry.children.reduce((sum, child) => sum + countBoxes(child, depth - 1), 0);
}

function collectOpen(entry: Entry, depth: number, open: Set<string>): void {
  if (entry.kind === "node" || depth === 0) return;
  open.add(entry.id);
  for (const child of entry.children) collectOpen(child, depth - 1, open);
}
