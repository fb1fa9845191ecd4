/** The built page for people, served until it is closed. */
import { networkInterfaces } from "node:os";
import { fileURLToPath } from "node:url";
import { LOOPBACK, RUNNER_SITE, type ServeOptions, serveSite } from "@linknet-kit/browser";

const SITE = fileURLToPath(new URL("../dist/site/", import.meta.url));

export interface ServedPage {
  /** Addresses at which browsers find the page, this machine's own first. */
  readonly addresses: readonly string[];
  /** Whether other machines reach it too. */
  readonly isOpen: boolean;
  close(): Promise<void>;
}

/** Serves the page on the loopback interface and a port that the system chooses, unless told otherwise; `CannotServeError` where it cannot. */
export async function servePage(options: ServeOptions = {}): Promise<ServedPage> {
  const { host = LOOPBACK } = options;
  const server = await serveSite([SITE, RUNNER_SITE], options);
  const { origin, port } = server;
  const everywhere = host === "0.0.0.0" || host === "::";
  return {
    addresses: everywhere ? [LOOPBACK, ...ownAddresses()].map((address) => `http://${address}:${port}/`) : [origin],
    isOpen: !/^(127\.|::1$|localhost$)/.test(host),
    close: () => server.close(),
  };
}

/** Those of version 4, which are short enough to type on a phone. */
function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.flatMap(({ family, internal, address }) => (family === "IPv4" && !internal ? [address] : []));
}
