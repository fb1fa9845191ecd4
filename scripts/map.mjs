/** The part of AGENTS.md that the code says: packages, their arrows and the order of their rooms. */
import { importedPackages, orderRooms, reduce, wayToRuntime } from "./rooms.mjs";
/** @typedef {import("./modules.mjs").Package} Package */
/** @typedef {import("./modules.mjs").Module} Module */

const [START, END] = ["<!-- from the code: pnpm map:write -->", "<!-- until here -->"];

/** `text` with the map between its two marks.
 * @param {string} text
 * @param {ReadonlyMap<string, Package>} packages
 * @param {ReadonlyMap<string, Module>} modules */
export function withMap(text, packages, modules) {
  const [before, after] = [text.indexOf(START), text.indexOf(END)];
  if (before === -1 || after === -1) throw new Error(`the map has no "${START}" and "${END}"`);
  return `${text.slice(0, before)}${START}\n\n${renderMap(packages, modules)}\n${text.slice(after)}`;
}

/** @param {ReadonlyMap<string, Package>} packages
 * @param {ReadonlyMap<string, Module>} modules */
function renderMap(packages, modules) {
  const arrows = reduce(new Map([...packages.values()].map((own) => [own.folder, importedPackages(own)])));
  const order = inOrder(arrows);
  const width = Math.max(...order.map((name) => name.length)) + 2;
  /** @param {(own: Package) => string} textOf */
  const lines = (textOf) =>
    order.map((name) => `${name.padEnd(width)}${textOf(/** @type {Package} */ (packages.get(name)))}`.trimEnd());
  const running = order.filter((name) => wayToRuntime(/** @type {Package} */ (packages.get(name)), modules));
  return [
    "Packages, each with those that it stands on. What these stand on themselves is left out.",
    "",
    "```",
    ...lines(({ folder }) => (arrows.get(folder)?.length ? `on ${arrows.get(folder)?.join(", ")}` : "")),
    "```",
    "",
    "The rooms of each: folders of `src` and files beside them, each after those that it imports. Entrances are left out.",
    "",
    "```",
    ...lines((own) => roomsOf(own).join(" ")).flatMap((line) => wrap(line, width)),
    "```",
    "",
    `A native runtime or a browser is reached from ${running.join(", ")}, and from no other package.`,
    "",
  ].join("\n");
}

/** @param {Package} own */
function roomsOf(own) {
  return orderRooms(own).map((knot) => knot.map((room) => room.replace(/\.tsx?$/, "")).join("+"));
}

/** Packages, each after those that it stands on.
 * @param {ReadonlyMap<string, readonly string[]>} arrows */
function inOrder(arrows) {
  /** @type {string[]} */
  const order = [];
  /** @param {string} name */
  const add = (name) => {
    for (const each of arrows.get(name) ?? []) if (!order.includes(each)) add(each);
    if (!order.includes(name)) order.push(name);
  };
  for (const name of [...arrows.keys()].toSorted()) add(name);
  return order;
}

/** @param {string} line
 * @param {number} indent */
function wrap(line, indent) {
  const lines = [""];
  for (const word of line.slice(indent).split(" ")) {
    const last = lines.length - 1;
    if (`${lines[last]} ${word}`.length > 140 - indent) lines.push(word);
    else lines[last] = `${lines[last]} ${word}`.trimStart();
  }
  return lines.map((each, index) => `${(index === 0 ? line.slice(0, indent) : "").padEnd(indent)}${each}`.trimEnd());
}
