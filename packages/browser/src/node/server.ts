/**
 * Serves the built pages, on the loopback interface unless told otherwise, isolated from other origins as threads in WebAssembly ask for, and what the
 * driver hands over: https://developer.mozilla.org/docs/Web/API/Window/crossOriginIsolated
 */
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { type AddressInfo, isIPv4, isIPv6 } from "node:net";
import { extname, join, sep } from "node:path";
import { LinknetError } from "@linknet-kit/base";

/** Nothing is loaded from elsewhere, by workers neither. Blobs: tfjs starts its threads from one, and threads fetch others. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": CONTENT_POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
};

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const BINARY = "application/octet-stream";

const METHODS = "GET, HEAD, POST";

/** Outputs of the largest image that a suite has are a tenth of this. */
const MAXIMUM_POST_BYTES = 2 ** 31 - 1;

/** Nobody but this machine can reach it, and a page of another site under a name of its own cannot either. */
export const LOOPBACK = "127.0.0.1";

export interface ServeOptions {
  /** The address that listens. */
  readonly host?: string | undefined;
  /** One that the system chooses unless given. */
  readonly port?: number | undefined;
}

/** The address or the port cannot be had. */
class CannotServeError extends LinknetError {
  readonly code = "CANNOT_SERVE";

  constructor(data: { readonly host: string; readonly port: number; readonly cause: unknown }) {
    const code = (data.cause as NodeJS.ErrnoException).code ?? "";
    super(`nothing can be served at ${data.host}, port ${data.port}: ${REASONS[code] ?? String(data.cause)}`, {
      hint: "choose another --port, or an address of this machine for --host",
      cause: data.cause,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there",
  EACCES: "only an administrator may listen there",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "nobody knows that name",
  ERR_SOCKET_BAD_PORT: "ports end at 65535",
};

export interface SiteServer {
  /** As in `http://127.0.0.1:12345/`. */
  readonly origin: string;
  readonly port: number;
  /** Address at which these bytes can be fetched until they are withdrawn. */
  offer(bytes: Uint8Array): Offer;
  /** Address to which bytes can be posted once, and those bytes; what another sends to it is refused. */
  expect(): Expected;
  close(): Promise<void>;
}

interface Offer {
  readonly url: string;
  withdraw(): void;
}

interface Expected extends Offer {
  readonly bytes: Promise<ArrayBuffer>;
}

/** Starts serving folders, of which the first has what several have; `CannotServeError` where the address or the port cannot be had. */
export async function serveSite(
  folders: readonly string[],
  { host = LOOPBACK, port: wanted = 0 }: ServeOptions = {},
): Promise<SiteServer> {
  const roots = await Promise.all(folders.map(async (folder) => await realpath(folder)));
  const offered = new Map<string, Uint8Array>();
  const expected = new Map<string, { resolve(bytes: ArrayBuffer): void; reject(error: Error): void }>();

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) send(response, 500);
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    if (path === undefined || !isOwnHost(request.headers.host, host === LOOPBACK ? port : undefined)) {
      return send(response, 400);
    }
    if (request.method === "POST") return await receive(path, request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, { Allow: METHODS });
    const withBody = request.method === "GET";
    const bytes = offered.get(path);
    if (bytes !== undefined) {
      response.writeHead(200, { ...HEADERS, "Content-Type": BINARY, "Content-Length": bytes.length });
      response.end(withBody ? bytes : undefined);
      return;
    }
    await sendFile(roots, path, { response, withBody });
  }

  async function receive(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const waiting = expected.get(path);
    if (waiting === undefined) return send(response, 404);
    expected.delete(path);
    try {
      waiting.resolve(await readBody(request));
      send(response, 204);
    } catch (error) {
      waiting.reject(error as Error);
      send(response, 413);
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(wanted, host, resolve);
  }).catch((cause: unknown) => {
    throw new CannotServeError({ host, port: wanted, cause });
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://${isIPv6(host) ? `[${host}]` : host}:${port}/`;
  const newPath = (): string => `/${randomBytes(24).toString("base64url")}`;

  return {
    origin,
    port,
    offer: (bytes) => {
      const path = newPath();
      offered.set(path, bytes);
      return { url: new URL(path, origin).href, withdraw: () => offered.delete(path) };
    },
    expect: () => {
      const path = newPath();
      const bytes = new Promise<ArrayBuffer>((resolve, reject) => expected.set(path, { resolve, reject }));
      // Whoever asked may have given up by then.
      bytes.catch(() => {});
      return { url: new URL(path, origin).href, bytes, withdraw: () => expected.delete(path) };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A page of another site can give this machine a name of its own, and then read what is served as if it were its own; it cannot do that with
 * an address. With a port, as on the loopback interface, that must be right too; elsewhere it may be forwarded from another.
 */
function isOwnHost(given = "", port: number | undefined): boolean {
  const [, name = "", portText = "80"] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(given) ?? [];
  const address = name.replace(/^\[(.*)\]$/, "$1");
  if (port !== undefined) return (name === LOOPBACK || name === "localhost") && portText === String(port);
  return name === "localhost" || isIPv4(name) || (address !== name && isIPv6(address));
}

/** The decoded path, or `undefined` where it is none: one with a step upwards in any spelling has no place in a site. */
function pathOf({ url = "" }: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]!);
    return path.startsWith("/") && !/[\\\0]|(^|\/)\.\.?(\/|$)/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

interface Sending {
  readonly response: ServerResponse;
  /** Whether more than the headers is wanted. */
  readonly withBody: boolean;
}

/** A file of the first folder that has it; no link leads out of its folder. */
async function sendFile(roots: readonly string[], path: string, { response, withBody }: Sending): Promise<void> {
  const found = await findFile(roots, path === "/" ? "index.html" : path);
  if (found === undefined) return send(response, 404);
  const { file, bytes } = found;
  const type = TYPES[extname(file)] ?? BINARY;
  response.writeHead(200, { ...HEADERS, "Content-Type": type, "Content-Length": bytes });
  if (!withBody) {
    response.end();
    return;
  }
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

async function findFile(roots: readonly string[], path: string) {
  for (const root of roots) {
    const file = await realpath(join(root, path)).catch(() => undefined);
    if (file === undefined || !file.startsWith(root + sep)) continue;
    const found = await stat(file);
    if (found.isFile()) return { file, bytes: found.size };
  }
  return undefined;
}

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...HEADERS, ...headers, "Content-Length": 0 }).end();
}

async function readBody(request: IncomingMessage): Promise<ArrayBuffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > MAXIMUM_POST_BYTES) throw new Error("the outputs are too large to hand over");
    chunks.push(chunk as Buffer);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes.buffer;
}
