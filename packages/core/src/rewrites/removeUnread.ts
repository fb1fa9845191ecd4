/** Takes out nodes of whose results nothing is read, and with them the parameters that only they take. */
import { outputValues } from "../graph.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

const removeNode: RewriteRule = {
  apply: (node, edit) => {
    if (!outputValues(node).some((value) => edit.isRead(value))) edit.bypass(node, {});
  },
};

export const removeUnread = rewriteByRules(
  { name: "removeUnread", summary: "takes out nodes of whose results nothing is read, with their parameters" },
  [removeNode],
);
