/** The result file's schema, types and reader, apart from everything that measures. */
export * from "./schema.js";
