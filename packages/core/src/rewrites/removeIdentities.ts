/** Takes out nodes that hand on what they are given: identities, casts to the type that is there, slices of the whole, and their like. */
import type { Value } from "../graph.js";
import { listed, mapOperands } from "../graph.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

const bypassIdentity: RewriteRule = {
  apply: (node, edit) => {
    const input = node.op.handsOn?.(
      mapOperands(node.inputs, ({ type }) => type),
      node.attributes,
    );
    const [value] = input === undefined ? [] : listed(node.inputs[input]);
    const [output] = node.op.results;
    if (value !== undefined) edit.bypass(node, { [output!]: value } satisfies Record<string, Value>);
  },
};

/** What each op says of itself decides (`handsOn`). One stays between an input, or a parameter, and an output, or between two outputs. */
export const removeIdentities = rewriteByRules(
  { name: "removeIdentities", summary: "takes out nodes that hand on what they are given, as identities do" },
  [bypassIdentity],
);
