/** What only a machine without a browser needs. */
import { optionalPeers } from "@linknet-kit/peers";

export const peers = optionalPeers(new URL("../../package.json", import.meta.url));
