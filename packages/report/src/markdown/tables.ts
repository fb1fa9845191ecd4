/**
 * Writes tables of GitHub-flavoured Markdown. The library's own writer looks for marks that need an escape in every cell, which takes
 * seconds for tens of thousands of them; most are plain numbers and words, which are taken as they are, or say what one before them said.
 */
import type { Table, TableCell } from "mdast";
import type { Handle, Info, State } from "mdast-util-to-markdown";

/** Words and numbers between single spaces: nothing in them means anything in Markdown, wherever they stand in a cell. */
const PLAIN = /^[A-Za-z\d–]+(?:(?:[ ,]|, |\d\.(?=\d))[A-Za-z\d–]+)*$/;

const delimiters = { left: ":-", right: "-:", center: ":-:" } as const;

/** In place of the handler of `mdast-util-gfm`, with the same result; rows are as long as the head. */
export const handleTable: Handle = ({ align, children }: Table, _parent, state, info) => {
  const exit = state.enter("table");
  const known = new Map<string, string>();
  const [head = "", ...rows] = children.map((row) =>
    joinCells(row.children.map((cell) => cellText(cell, known, state, info))),
  );
  exit();
  const delimiter = joinCells((align ?? []).map((each) => (each ? delimiters[each] : "-")));
  return [head, delimiter, ...rows].join("\n");
};

function joinCells(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === "" ? " |" : ` ${cell} |`)).join("")}`;
}

/** `known` holds what texts without a style became: in a table that depends on nothing else. */
function cellText({ children }: TableCell, known: Map<string, string>, state: State, info: Info): string {
  const [only, ...others] = children;
  const plain = only?.type === "text" && others.length === 0 ? only.value : undefined;
  if (plain !== undefined && PLAIN.test(plain)) return plain;
  const found = plain === undefined ? undefined : known.get(plain);
  if (found !== undefined) return found;
  const exitCell = state.enter("tableCell");
  const exitPhrasing = state.enter("phrasing");
  const text = state.containerPhrasing({ type: "tableCell", children }, { ...info, before: "|", after: "|" });
  exitPhrasing();
  exitCell();
  if (plain !== undefined) known.set(plain, text);
  return text;
}
