/** Reads what trtexec prints. */

/** Versions as in `[TensorRT v8201]`; two digits a part from version 10 on. */
export function readVersion(log: string): string | undefined {
  const digits = /\[TensorRT v(\d{4,6})\]/.exec(log)?.[1];
  if (digits === undefined) return undefined;
  const parts = digits.length === 4 ? /^(\d)(\d)(\d\d)$/ : /^(\d\d)(\d\d)(\d\d)$/;
  return parts.exec(digits)?.slice(1).map(Number).join(".");
}

/** Milliseconds that the engine took to build, where it says so. */
export function readBuildMs(log: string): number | undefined {
  const seconds = /Engine built in ([\d.]+) sec/.exec(log)?.[1];
  return seconds === undefined ? undefined : 1000 * Number(seconds);
}

/** The GPU it chose. */
export function readDevice(log: string): string | undefined {
  return /Selected Device: (.+?)\s*$/m.exec(log)?.[1];
}

/** Its complaints, or where it has none its last words, on one line. */
export function readComplaint(log: string): string {
  const lines = log.split("\n").map((line) => line.trim());
  const complaints = lines.filter((line) => /\[E\]/.test(line)).map((line) => line.replace(/^.*?\[E\]\s*/, ""));
  const words = complaints.length > 0 ? complaints.slice(0, 3) : lines.filter(Boolean).slice(-3);
  return words.join(" | ").replace(/\s+/g, " ").slice(0, 600) || "it said nothing";
}
