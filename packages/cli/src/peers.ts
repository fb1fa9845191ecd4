/** What of this project the command line does without until it is asked for. */
import { optionalPeers } from "@linknet-kit/peers";

export const peers = optionalPeers(new URL("../package.json", import.meta.url));
