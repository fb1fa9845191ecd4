import { expect, test } from "vitest";
import { InvalidTargetError, parseTarget, sshArguments, sshCommand } from "./target.js";

test.each([
  ["jetson", { host: "jetson" }],
  ["nvidia@tx1.local", { user: "nvidia", host: "tx1.local" }],
  ["nvidia@10.0.0.7:2222", { user: "nvidia", host: "10.0.0.7", port: 2222 }],
  ["me@[fe80::1]:22", { user: "me", host: "fe80::1", port: 22 }],
])("%s is a device", (given, target) => {
  expect(parseTarget(given)).toEqual(target);
});

test.each([
  "",
  "-oProxyCommand=reboot",
  "a@-oProxyCommand=reboot",
  "user@",
  "@host",
  "a b",
  "host;reboot",
  "host$(reboot)",
  "host:99999",
  "user@host:port",
  "ssh://host",
])("%o is none", (given) => {
  expect(() => parseTarget(given)).toThrow(InvalidTargetError);
});

test.each([
  ["tx1", "ssh tx1"],
  ["nvidia@tx1", "ssh nvidia@tx1"],
  ["nvidia@10.0.0.7:2222", "ssh -p 2222 nvidia@10.0.0.7"],
])("%s is reached by a command that can be typed: %s", (given, command) => {
  expect(sshCommand(parseTarget(given))).toBe(command);
});

test("ssh never asks for a password, gives up after a while, and takes nothing of the device for an option", () => {
  const words = sshArguments({ user: "a", host: "b", port: 22 });
  expect(words.slice(-4)).toEqual(["-p", "22", "--", "a@b"]);
  expect(words).toContain("BatchMode=yes");
  expect(words).toContain("ConnectTimeout=10");
});
