import { Writable } from "node:stream";
import { WriteStream } from "node:tty";
import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { paint } from "./line.js";
import { recordingStream } from "./recordedTerminal.test.support.js";
import { renderTable } from "./table.js";
import { type OutputStream, processTerminal } from "./terminal.js";

/** What names may hold: whatever a terminal, a CI system or a reader could be led astray by. */
const hostileText = array(
  oneof(
    string({ unit: "binary", maxLength: 3 }),
    constantFrom(
      "\n",
      "\r\n",
      "::error::",
      "##[add-mask]",
      "##vso[task]",
      "\u001b[2J",
      "\u009b31m",
      "\u202e",
      " ",
      "\u2028::",
    ),
  ),
  { maxLength: 8 },
).map((parts) => parts.join(""));

const COMMAND = /^\s*::|##[A-Za-z]*\[/m;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function open(options: Parameters<typeof recordingStream>[0] = {}) {
  const [stdout, stderr] = [recordingStream(options), recordingStream(options)];
  return { terminal: processTerminal({ stdout: stdout.stream, stderr: stderr.stream }, {}), stdout, stderr };
}

const inTerminal = { isTTY: true, columns: 40, hasColors: () => true };

describe("Whatever a name holds", () => {
  test("a line of it is one line of visible characters, and no command of a CI system", () => {
    assert(
      property(array(hostileText, { minLength: 1, maxLength: 4 }), (names) => {
        for (const options of [{}, { ...inTerminal, columns: 10_000 }]) {
          const { terminal, stdout, stderr } = open(options);
          terminal.out(names);
          terminal.note(names);
          terminal.status(names[0]!);
          const [out, notes] = [stdout.text(), stderr.text().replaceAll("\r\u001b[2K", "")];
          expect(out.split("\n")).toHaveLength(names.length + 1);
          for (const text of [out, notes]) {
            expect(text).not.toMatch(COMMAND);
            expect(text.replaceAll("\n", "")).not.toMatch(UNSEEN);
          }
        }
      }),
    );
  });

  test("a table keeps a line a row and its columns", () => {
    assert(
      property(array(hostileText, { minLength: 1, maxLength: 5 }), (names) => {
        const { terminal, stdout } = open();
        const columns = [
          { title: "name", text: (name: string) => name },
          { title: "end", text: () => "|" },
        ];
        terminal.out(renderTable(columns, names));
        const lines = stdout.text().trimEnd().split("\n");
        expect(lines).toHaveLength(names.length + 1);
        expect(stdout.text()).not.toMatch(COMMAND);
        for (const line of lines.slice(1)) expect(line.endsWith("  |")).toBe(true);
      }),
    );
  });

  test("a JSON document holds it exactly, and prints it harmlessly", () => {
    assert(
      property(hostileText, hostileText, (key, value) => {
        const { terminal, stdout } = open();
        const document = { [`-${key}`]: [value] };
        terminal.json(document);
        expect(JSON.parse(stdout.text())).toEqual(document);
        expect(stdout.text()).not.toMatch(COMMAND);
        expect(stdout.text().replaceAll("\n", "")).not.toMatch(UNSEEN);
      }),
    );
  });

  test("an annotation with it stays one, of one line", () => {
    const { terminal, stderr } = open();
    terminal.annotate("::error title=\u001b[2J::a\n::stop-commands::x");
    expect(stderr.text()).toBe("::error title=\\u001b[2J::a\\n::stop-commands::x\n");
  });
});

describe("On a terminal", () => {
  test("a state is rewritten in place, and gone before whatever is printed next", () => {
    const stream = recordingStream(inTerminal);
    const terminal = processTerminal({ stdout: stream.stream, stderr: stream.stream }, {});
    terminal.status("one ...");
    terminal.status("two ...");
    terminal.out("result");
    terminal.note("note");
    const erase = "\r\u001b[2K";
    expect(stream.text()).toBe(`one ...${erase}two ...${erase}result\nnote\n`);
  });

  test.each([
    [10, "123456789"],
    [0, "1234567890abc"],
  ])("of %d columns a state takes one line at most, and 0 is one that was not told its size", (columns, shown) => {
    const { terminal, stderr } = open({ ...inTerminal, columns });
    terminal.status("1234567890abc");
    expect(stderr.text()).toBe(shown);
  });

  test("a line that is too long is broken between its words, and rows and what has no spaces stay whole", () => {
    const { terminal, stdout } = open({ isTTY: true, columns: 20 });
    const path = "a/path/that/is/longer/than/twenty";
    terminal.out([
      "not here: onnxruntime-node/webgpu, tfjs/node, trtexec",
      path,
      { row: ["a row of many words in it"] },
    ]);
    terminal.out([[paint("red", "error:"), " there is no such file as that"]]);
    expect(
      stdout
        .text()
        .split("\n")
        .map((line) => line.trimEnd()),
    ).toEqual([
      "not here:",
      "  onnxruntime-node/webgpu,",
      "  tfjs/node,",
      "  trtexec",
      path,
      "a row of many words in it",
      "error: there is no",
      "  such file as that",
      "",
    ]);
  });

  test("nothing is broken, since programs read a line as one, off a terminal", () => {
    const { terminal, stdout } = open({ isTTY: false, columns: 20 });
    terminal.out("not here: onnxruntime-node/webgpu, tfjs/node, trtexec");
    expect(stdout.text()).toBe("not here: onnxruntime-node/webgpu, tfjs/node, trtexec\n");
  });

  test("there are colours, which take no width in a table; elsewhere there are none", () => {
    const columns = [
      { title: "verdict", text: (word: string) => (word === "pass" ? paint("green", word) : word) },
      { title: "of", text: () => "x" },
    ];
    const [coloured, plain] = [open(inTerminal), open()];
    for (const { terminal } of [coloured, plain]) terminal.out(renderTable(columns, ["pass", "inconclusive"]));
    expect(plain.stdout.text()).toBe("verdict       of\npass          x\ninconclusive  x\n");
    const painted = plain.stdout
      .text()
      .replace("pass", "\u001b[32mpass\u001b[39m")
      .replace(/verdict|of/g, "\u001b[1m$&\u001b[22m");
    expect(coloured.stdout.text()).toBe(painted);
  });

  test.each([
    [{ TERM: "xterm-256color" }, true],
    [{ TERM: "xterm-256color", NO_COLOR: "1" }, false],
    [{ TERM: "dumb" }, false],
    [{ TERM: "dumb", FORCE_COLOR: "1" }, true],
    [{ TERM: "xterm-256color", FORCE_COLOR: "0" }, false],
  ])("with %o in the environment, errors are in colour: %s", (environment, isColoured) => {
    const hasColors = (variables: object): boolean => WriteStream.prototype.getColorDepth(variables) > 1;
    const { stream, text } = recordingStream({ isTTY: true, hasColors });
    processTerminal({ stdout: stream, stderr: stream }, environment).problem("error: no");
    expect(text()).toBe(isColoured ? "\u001b[31merror:\u001b[39m no\n" : "error: no\n");
  });
});

test("Off a terminal there are colours only where they are forced, and no states", () => {
  const { stream, text } = recordingStream();
  const terminal = processTerminal({ stdout: stream, stderr: stream }, { FORCE_COLOR: "1" });
  terminal.status("one ...");
  terminal.problem(["warning: a", "hint: b"]);
  expect(text()).toBe("\u001b[33mwarning:\u001b[39m a\n\u001b[36mhint:\u001b[39m b\n");
});

describe("When an output cannot be written", () => {
  const failing = (code: string) => {
    const writable = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
    });
    return Object.assign(writable, { isTTY: false, columns: 80 }) as unknown as OutputStream;
  };

  test.each(["stdout", "stderr"] as const)("for lack of room, it is told of %s at the end", async (name) => {
    const other = recordingStream().stream;
    const terminal = processTerminal({ stdout: other, stderr: other, [name]: failing("ENOSPC") });
    terminal.out("x");
    terminal.note("x");
    expect(await terminal.finish()).toEqual({ stream: name, reason: "there is no room left" });
  });

  test("since whoever read it had enough, nothing is wrong", async () => {
    const terminal = processTerminal({ stdout: failing("EPIPE"), stderr: recordingStream().stream });
    terminal.out("x");
    expect(await terminal.finish()).toBeUndefined();
  });
});
