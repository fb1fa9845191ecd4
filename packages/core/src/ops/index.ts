/** The ops, the DSL's functions and the tables of both. */
export * from "./all.js";
export { partsAlong } from "./partsAlong.js";
export { CHANNELS_FIRST, CHANNELS_LAST, reorder } from "./reorder.js";
export { type DocumentedFunction, decompositions, expansions, layerFunctions, opTable } from "./table.js";
