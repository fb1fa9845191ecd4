/** The networks of the LinkNet paper, written in the DSL. */
export { classNames } from "./classNames.js";
export {
  type NetworkDefinition,
  buildNetwork,
  findNetwork,
  networks,
} from "./networks.js";
export { DEFAULT_OPTIONS, InvalidOptionError, type NetworkOptions, type Size } from "./options.js";
