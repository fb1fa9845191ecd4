import { useEffect, useState } from "preact/hooks";
import { ChoiceForm } from "./ChoiceForm.js";
import { EnvironmentList } from "./EnvironmentList.js";
import { ResultTable } from "./ResultTable.js";
import { RunPanel } from "./RunPanel.js";
import { usePage } from "./usePage.js";

/** The whole page. */
export function App() {
  const page = usePage();
  const isDragging = useDrop((files) => void page.takeFiles(files));
  const { state, surroundings } = page;
  return (
    <div class={isDragging ? "dragging" : undefined}>
      <header>
        <h1>linknet-kit in this browser</h1>
        <p class="subtitle">
          Measures segmentation networks on the runtimes of {surroundings?.browser.name ?? "this browser"}. Models and
          results stay on this machine.
        </p>
      </header>
      <main>
        <div class="bench">
          <ChoiceForm page={page} />
          <RunPanel run={state.run} />
        </div>
        <ResultTable results={state.results} probes={state.probes} surroundings={surroundings} />
        <EnvironmentList probes={state.probes} surroundings={surroundings} />
      </main>
      <footer>
        <p>
          Every run is compared with a reference before it counts; the table names it. A result file merges with those
          of other machines: <code>linknet report result-page.json server.json</code>. This page is served by{" "}
          <code>pnpm page</code> and loads nothing from elsewhere.
        </p>
      </footer>
    </div>
  );
}

/** Files may be dropped anywhere; answers whether some are held above the page. */
function useDrop(take: (files: readonly File[]) => void): boolean {
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
      take([...(event.dataTransfer?.files ?? [])]);
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
