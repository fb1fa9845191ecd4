/** What a room sees: folders inside a package, packages of one another, and from where a native runtime is reached. */
/** @typedef {import("./modules.mjs").Package} Package */
/** @typedef {import("./modules.mjs").Module} Module */

/** Packages that bring machine code, or a browser. */
const NATIVE = /^(?:onnxruntime-(?:node|web)|@tensorflow\/tfjs|webgpu|playwright-core|@sparticuz\/chromium)/;

/** The room of a module: its folder below `src`, or itself where it lies there.
 * @param {string} path */
const roomOf = (path) => /** @type {string} */ (path.split("/")[3]);

/**
 * The rooms of a package, each after those that it imports, types included. Entrances are left out, as they show several rooms, and so is
 * what imports nothing of the package and is imported by nothing. Rooms that import one another are one entry.
 * @param {Package} own
 * @returns {string[][]} */
export function orderRooms({ modules, entrances, folder }) {
  const shown = new Set(entrances.values());
  const inside = modules.filter(({ path }) => !shown.has(path));
  /** @type {Map<string, Set<string>>} */
  const arrows = new Map(inside.map(({ path }) => [roomOf(path), new Set()]));
  for (const { path, imports } of inside) {
    for (const { module } of imports) {
      if (module === undefined || !module.startsWith(`packages/${folder}/`) || shown.has(module)) continue;
      if (roomOf(module) !== roomOf(path)) arrows.get(roomOf(path))?.add(roomOf(module));
    }
  }
  return knots(arrows);
}

/** Rooms that are folders and see each other in a circle; of files beside them the linter says it.
 * @param {Package} own */
export function circles(own) {
  return orderRooms(own).filter((knot) => knot.length > 1 && knot.some((room) => !/\.tsx?$/.test(room)));
}

/** Strongly connected parts of a graph, each after those that it points to: Tarjan 1972, https://doi.org/10.1137/0201010
 * @param {Map<string, Set<string>>} arrows */
function knots(arrows) {
  /** @type {string[][]} */
  const found = [];
  /** @type {Map<string, { index: number, low: number, isOpen: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [];
  /** @param {string} name */
  const visit = (name) => {
    const state = { index: seen.size, low: seen.size, isOpen: true };
    seen.set(name, state);
    open.push(name);
    for (const next of [...(arrows.get(name) ?? [])].toSorted()) {
      const known = seen.get(next);
      if (known === undefined) state.low = Math.min(state.low, visit(next).low);
      else if (known.isOpen) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) {
      const knot = open.splice(open.indexOf(name));
      for (const each of knot) Object.assign(seen.get(each) ?? {}, { isOpen: false });
      found.push(knot.toSorted());
    }
    return state;
  };
  for (const name of [...arrows.keys()].toSorted()) if (!seen.has(name)) visit(name);
  return found;
}

/** Packages of the workspace that the sources of one import, types included.
 * @param {Package} own */
export function importedPackages({ modules, folder }) {
  const all = modules.flatMap(({ imports }) => imports.flatMap(({ module }) => module?.split("/")[1] ?? []));
  return new Set(all.filter((each) => each !== folder));
}

/** The arrows without those that others imply.
 * @param {Map<string, Set<string>>} arrows
 * @returns {Map<string, string[]>} */
export function reduce(arrows) {
  const below = new Map([...arrows.keys()].map((name) => [name, reach([name], (each) => arrows.get(each) ?? [])]));
  const isImplied = (/** @type {string} */ target, /** @type {Set<string>} */ targets) =>
    [...targets].some((other) => other !== target && below.get(other)?.has(target));
  return new Map(
    [...arrows].map(([name, targets]) => [
      name,
      [...targets].filter((target) => !isImplied(target, targets)).toSorted(),
    ]),
  );
}

/** All that can be reached, by where it was reached from first; starts from nowhere.
 * @param {readonly string[]} starts
 * @param {(name: string) => Iterable<string>} next
 * @returns {Map<string, string | undefined>} */
function reach(starts, next) {
  /** @type {Map<string, string | undefined>} */
  const reached = new Map(starts.map((start) => [start, undefined]));
  for (const name of reached.keys()) for (const each of next(name)) if (!reached.has(each)) reached.set(each, name);
  return reached;
}

/**
 * How a package reaches a native runtime through values that its modules import, in its own process or in one that it starts: the
 * modules on a shortest way, and what the last of them loads. `undefined` where it reaches none.
 * @param {Package} own
 * @param {ReadonlyMap<string, Module>} modules by path
 * @returns {string[] | undefined} */
export function wayToRuntime(own, modules) {
  /** @param {string} path */
  const valuesOf = (path) => (modules.get(path)?.imports ?? []).filter(({ isType }) => !isType);
  const reached = reach(
    own.modules.map(({ path }) => path),
    (path) => valuesOf(path).flatMap(({ module }) => module ?? []),
  );
  for (const path of reached.keys()) {
    const native = valuesOf(path).find(({ specifier }) => NATIVE.test(specifier));
    if (native === undefined) continue;
    const way = [native.specifier];
    for (let at = /** @type {string | undefined} */ (path); at !== undefined; at = reached.get(at)) way.unshift(at);
    return way;
  }
  return undefined;
}

const TYPE = /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:class|interface|type|enum)\s+(\w+)/gm;

/** Files by the name of a type, where several files export one of that name.
 * @param {Iterable<Module>} modules
 * @returns {Map<string, string[]>} */
export function repeatedTypes(modules) {
  /** @type {Map<string, string[]>} */
  const files = new Map();
  for (const { path, text } of modules) {
    for (const [, name = ""] of text.matchAll(TYPE)) files.set(name, [...(files.get(name) ?? []), path]);
  }
  return new Map([...files].filter(([, paths]) => paths.length > 1).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
