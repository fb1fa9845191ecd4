/** Parameters as inputs: of a network whose weights change from call to call. */
import type { Model } from "../weights.js";

/** The model, which is fed these parameters behind its own inputs. */
export function feedParameters({ graph, weights }: Model, names: Iterable<string>): Model {
  const fed = new Set(names);
  const inputs = graph.parameters.filter(({ name }) => fed.has(name)).map(({ name, type }) => ({ name, type }));
  const parameters = graph.parameters.filter(({ name }) => !fed.has(name));
  return { graph: { ...graph, inputs: [...graph.inputs, ...inputs], parameters }, weights };
}
