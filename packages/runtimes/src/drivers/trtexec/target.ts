/** Where trtexec runs: on this machine, or on a device that ssh reaches. */
import { UsageError } from "@linknet-kit/base";

/** A device on the network; `host` may be a name of ssh's own configuration. */
export interface TrtexecHost {
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
}

/** A host that ssh might take for an option, or that cannot be reached. */
export class InvalidTargetError extends UsageError {
  readonly code = "INVALID_TARGET";

  constructor(data: { given: string }) {
    super(`the device is "${data.given}", expected user@host, host or user@host:port`);
  }
}

/** Reads `[user@]host[:port]`; no part of it can be an option or hold a space. */
export function parseTarget(given: string): TrtexecHost {
  const [, user, name, address, port] =
    /^(?:([A-Za-z_][\w.-]*)@)?(?:([A-Za-z0-9][\w.-]*)|\[([0-9A-Fa-f:]+)\])(?::(\d{1,5}))?$/.exec(given) ?? [];
  const host = name ?? address;
  if (host === undefined || Number(port ?? 22) > 65_535) throw new InvalidTargetError({ given });
  return {
    host,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

/** As a user types it to get in. */
export function sshCommand(target: TrtexecHost): string {
  return ["ssh", ...portOption(target), addressOf(target)].join(" ");
}

/** As ssh takes it from a program, which cannot be asked for a password. */
export function sshArguments(target: TrtexecHost): readonly string[] {
  const options = ["BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=10", "ServerAliveCountMax=3"];
  return [...options.flatMap((option) => ["-o", option]), ...portOption(target), "--", addressOf(target)];
}

function portOption({ port }: TrtexecHost): readonly string[] {
  return port === undefined ? [] : ["-p", String(port)];
}

function addressOf({ user, host }: TrtexecHost): string {
  return user === undefined ? host : `${user}@${host}`;
}
