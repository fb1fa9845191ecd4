import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SiteServer, serveSite } from "./server.js";

let folder: string;
let server: SiteServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "site-"));
  await mkdir(join(folder, "site"));
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "site/index.html"), "<p>page</p>");
  await writeFile(join(folder, "site/module.wasm"), "wasm");
  await symlink(join(folder, "secret.txt"), join(folder, "site/link.txt"));
  server = await serveSite([join(folder, "site")]);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As the bytes are given: `fetch` would make another path of some. */
async function ask(
  path: string,
  options: { host?: string; port?: number; method?: string; body?: string } = {},
): Promise<Answer> {
  const { host } = new URL(server.origin);
  const { port = server.port } = options;
  return await new Promise((resolve, reject) => {
    const headers = { host: options.host ?? host };
    const sent = request({ host: "127.0.0.1", port, path, method: options.method ?? "GET", headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on("error", reject).end(options.body);
  });
}

test("Files are served with their types, isolated from other origins", async () => {
  const { status, headers, body } = await ask("/?from=test");
  expect({ status, body }).toEqual({ status: 200, body: "<p>page</p>" });
  expect(headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": expect.stringContaining("default-src 'self';"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  expect((await ask("/module.wasm")).headers["content-type"]).toBe("application/wasm");
});

describe("Nothing outside of the folder is served:", () => {
  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/site/../../secret.txt",
    "/..%5csecret.txt",
    "/index.html%00.txt",
    "/%",
    "secret.txt",
    "http://127.0.0.1/secret.txt",
  ])("%s", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 400, body: "" });
  });

  test.each(["/link.txt", "/secret.txt", "//etc/passwd", "/site"])("%s", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, body: "" });
  });
});

describe("A page that gives this machine a name of its own gets nothing:", () => {
  const names = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.1", "2130706433", "[::1", ""];

  test.each([...names.map((name) => `${name}:PORT`), "127.0.0.1", "localhost", "127.0.0.1:80", "192.0.2.1:PORT"])(
    "%s on the loopback interface",
    async (host) => {
      const given = host.replace("PORT", String(server.port));
      expect(await ask("/index.html", { host: given })).toMatchObject({ status: 400, body: "" });
    },
  );

  test("any on a network, where addresses are answered, forwarded ports too", async () => {
    const open = await serveSite([join(folder, "site")], { host: "0.0.0.0" });
    const statusOf = async (host: string) => (await ask("/index.html", { host, port: open.port })).status;
    for (const name of names) expect([name, await statusOf(`${name}:${open.port}`)]).toEqual([name, 400]);
    for (const own of ["192.0.2.1:8080", "192.0.2.1", `localhost:${open.port}`, "[2001:db8::1]:8080"]) {
      expect([own, await statusOf(own)]).toEqual([own, 200]);
    }
    await open.close();
  });
});

test("Localhost is this machine", async () => {
  expect(await ask("/index.html", { host: `localhost:${server.port}` })).toMatchObject({ status: 200 });
});

test("A port that is taken and an address of another machine are errors that say so", async () => {
  const serve = async (options: { host?: string; port?: number }) => await serveSite([join(folder, "site")], options);
  await expect(serve({ port: server.port })).rejects.toThrow("another program listens there");
  await expect(serve({ host: "192.0.2.1" })).rejects.toThrow("this machine has no such address");
});

test.each(["PUT", "DELETE", "OPTIONS"])("%s is refused, and told what is not", async (method) => {
  const { status, headers } = await ask("/index.html", { method });
  expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD, POST" });
});

test("HEAD is answered as GET is, without the body", async () => {
  const offer = server.offer(new TextEncoder().encode("model"));
  for (const path of ["/index.html", "/module.wasm", new URL(offer.url).pathname, "/missing"]) {
    const [get, head] = [await ask(path), await ask(path, { method: "HEAD" })];
    const { date: _, ...headers } = get.headers;
    expect(head).toMatchObject({ status: get.status, body: "", headers });
  }
  offer.withdraw();
});

test("Only the one loopback address listens", async () => {
  const port = Number(new URL(server.origin).port);
  const answers = await Promise.all(["127.0.0.2", "::1"].map((host) => whetherConnects(host, port)));
  expect(answers).toEqual([false, false]);
});

async function whetherConnects(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.on("error", () => resolve(false)).on("connect", () => socket.end(() => resolve(true)));
  });
}

test("What is offered can be fetched until it is withdrawn", async () => {
  const offer = server.offer(new TextEncoder().encode("model"));
  const { pathname } = new URL(offer.url);
  expect(await ask(pathname)).toMatchObject({ status: 200, body: "model" });
  offer.withdraw();
  expect((await ask(pathname)).status).toBe(404);
});

test("What is expected can be posted once, and nothing else", async () => {
  const expected = server.expect();
  const { pathname } = new URL(expected.url);
  expect((await ask(pathname, { method: "POST", body: "outputs" })).status).toBe(204);
  expect(new TextDecoder().decode(await expected.bytes)).toBe("outputs");
  expect((await ask(pathname, { method: "POST", body: "again" })).status).toBe(404);
  expect((await ask("/index.html", { method: "POST", body: "other" })).status).toBe(404);
});
