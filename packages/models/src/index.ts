/** The networks of the LinkNet paper, written in the DSL. */
export { DEFAULT_OPTIONS, InvalidOptionError, type NetworkOptions, type Size } from "@linknet-kit/core";
export {
  type NetworkDefinition,
  buildNetwork,
  findNetwork,
  networks,
  realTimeNetworks,
} from "./networks.js";
