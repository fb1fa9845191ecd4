/** Packages that a user adds when they want them: found beside us or in the user's project, and named with the command that adds them. */
export { type HowToAdd, commandToAdd } from "./commandToAdd.js";
export { MissingPeerError, UnloadablePeerError, UnsuitablePeerError } from "./errors.js";
export { type OptionalPeers, optionalPeers } from "./optionalPeers.js";
