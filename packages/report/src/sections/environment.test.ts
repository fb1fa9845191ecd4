import { expect, it } from "vitest";
import { exampleEnvironment, exampleFile } from "../exampleResults.test.fixture.js";
import { findTable, plainRows } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildEnvironment } from "./environment.js";

const rows = (...files: Parameters<typeof arrangeRuns>[0]) =>
  plainRows(findTable(buildEnvironment(arrangeRuns(files)), "environment-table"));

it("lists the machine and its software", () => {
  const environment = exampleEnvironment({
    gpus: [{ model: "GPU", driver: "560.1", memoryMB: 8192 }],
    gitDirty: true,
  });
  expect(rows(exampleFile([], { environment }))).toEqual([
    "Processor | Example(R) Processor 9000 CPU @ 2.20GHz",
    "Cores allowed, of all | 2 of 4",
    "Clock | 2,200 MHz",
    "Memory | 15.7 GiB",
    "GPU | GPU, driver 560.1, 8.00 GiB",
    "Load average before (1, 5, 15 min) | 0.31, 0.42, 0.40",
    "Operating system | Debian GNU/Linux 12, kernel 6.1.0, x64",
    "Container or virtual machine | docker",
    "Node | 20.20.2",
    "onnxruntime-node | 1.30.0",
    "Suite | table2, 0 of 0 cells",
    "Started | 2026-11-22 10:05 UTC",
    "Revision | 0123456789ab with uncommitted changes",
  ]);
});

it("puts machines side by side and leaves empty what one does not tell", () => {
  const other = exampleEnvironment({
    runtimes: { tfjs: "4.22.0" },
    cpu: { model: "B", logicalCores: 8, allowedCores: 8 },
  });
  const both = rows(exampleFile([]), exampleFile([], { environment: other }));
  expect(both).toContain("Clock | 2,200 MHz | ");
  expect(both).toContain("onnxruntime-node | 1.30.0 | ");
  expect(both).toContain("tfjs |  | 4.22.0");
});

it("names the browser of a page that measured, and leaves out what browsers keep to themselves", () => {
  const environment = exampleEnvironment({
    cpu: { model: "not told by browsers", logicalCores: 8, allowedCores: 8 },
    memoryMB: 8192,
    loadAverage: [0, 0, 0],
    kernel: "",
    node: "",
    browser: { name: "Chromium 150.0.7871.100", userAgent: "Mozilla/5.0", crossOriginIsolated: true },
  });
  const page = rows(exampleFile([], { environment }));
  expect(page).toContain("Browser | Chromium 150.0.7871.100");
  expect(page).toContain("Memory | at least 8.00 GiB");
  expect(page).toContain("Operating system | Debian GNU/Linux 12, x64");
  expect(page.filter((row) => /Load average|Node/.test(row))).toEqual([]);
  const silent = rows(exampleFile([], { environment: { ...environment, memoryMB: 0 } }));
  expect(silent.filter((row) => row.startsWith("Memory"))).toEqual([]);
});
