import { useEffect, useState } from "preact/hooks";
import type { GivenFile } from "../droppedFiles.js";
import { DROPPED } from "../choice.js";
import { filesIn } from "../filesIn.js";
import { isPicture } from "../segment/pixels.js";
import { useSegment } from "../segment/useSegment.js";
import { ChoiceForm } from "./ChoiceForm.js";
import { EnvironmentList } from "./EnvironmentList.js";
import { ResultTable } from "./ResultTable.js";
import { RunPanel } from "./RunPanel.js";
import { SegmentView } from "./SegmentView.js";
import { usePage } from "./usePage.js";
import { useView } from "./useView.js";

/** The whole page. */
export function App() {
  const page = usePage();
  const { state, surroundings } = page;
  const segment = useSegment(state);
  const [view, show] = useView();
  const isDragging = useDrop(async (dropped) => {
    const files = await dropped.catch(() => []);
    const pictures = files.flatMap((file) => (file instanceof File && isPicture(file) ? [file] : []));
    if (files.length > 0 && pictures.length === files.length) {
      show("segment");
      segment.takePictures(pictures);
      return;
    }
    await page.takeFiles(dropped);
    if (view === "segment") segment.choose({ model: DROPPED });
  });
  return (
    <div class={isDragging ? "dragging" : undefined}>
      <header>
        <h1>linknet-kit in this browser</h1>
        <p class="subtitle">
          Measures segmentation networks on the runtimes of {surroundings?.browser.name ?? "this browser"}, and labels
          pictures with them. Models, pictures and results stay on this machine.
        </p>
        <nav aria-label="What to do">
          {VIEWS.map(([name, title]) => (
            <a key={name} href={`#${name}`} aria-current={view === name ? "page" : undefined}>
              {title}
            </a>
          ))}
        </nav>
        {!crossOriginIsolated && (
          <p class="notice" role="note">
            {globalThis.isSecureContext
              ? "This page is not isolated from other origins, so that WebAssembly runs on one thread: it should be served by linknet page."
              : "Over http from another machine browsers keep WebGPU, the camera and shared memory from a page: WebAssembly runs on one thread here. On the machine that serves it, all are there."}
          </p>
        )}
      </header>
      <main>
        {view === "segment" ? (
          <SegmentView state={state} segment={segment} />
        ) : (
          <>
            <div class="bench">
              <ChoiceForm page={page} />
              <RunPanel run={state.run} />
            </div>
            <ResultTable
              results={state.results}
              probes={state.probes}
              surroundings={surroundings}
              remove={page.remove}
            />
          </>
        )}
        <EnvironmentList probes={state.probes} surroundings={surroundings} />
      </main>
      <footer>
        <p>
          {view === "segment" ? (
            <>
              <code>linknet segment street.jpg</code> labels files alike, and writes maps of labels.
            </>
          ) : (
            <>
              Every run is compared with a reference before it counts; the table names it. A result file merges with
              those of other machines: <code>linknet report result-page.json server.json</code>.
            </>
          )}{" "}
          This page is served by <code>linknet page</code> and loads nothing from elsewhere.
        </p>
      </footer>
    </div>
  );
}

const VIEWS = [
  ["measure", "Measure"],
  ["segment", "Label pictures"],
] as const;

/** Files may be dropped anywhere; answers whether some are held above the page. */
function useDrop(take: (files: Promise<readonly GivenFile[]>) => Promise<void>): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(true);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(false);
      if (event.dataTransfer !== null) void take(filesIn(event.dataTransfer));
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  });
  return isDragging;
}
