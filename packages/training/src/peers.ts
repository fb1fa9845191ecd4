/** The runtime that trains, which users add when they want it. */
import { optionalPeers } from "@linknet-kit/peers";

const peers = optionalPeers(new URL("../package.json", import.meta.url));

type Runtime = typeof import("onnxruntime-node");

/** Loaded when it is first asked for; an error whose hint is the command that adds it where it is not there. */
export function loadRuntime(): Runtime {
  const runtime = peers.load("onnxruntime-node") as Runtime;
  // What fails is thrown; lines of its own would stand before the words for it.
  runtime.env.logLevel = "fatal";
  return runtime;
}
