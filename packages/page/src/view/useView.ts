/** Which half of the page is shown: the address says it, so that it can be linked to and gone back from. */
import { useEffect, useState } from "preact/hooks";

export type PageView = "measure" | "segment";

export function useView(): readonly [PageView, (view: PageView) => void] {
  const [view, setView] = useState<PageView>(viewInAddress);
  useEffect(() => {
    const follow = (): void => setView(viewInAddress());
    globalThis.addEventListener("hashchange", follow);
    return () => globalThis.removeEventListener("hashchange", follow);
  }, []);
  return [
    view,
    (wanted) => {
      location.hash = wanted;
    },
  ];
}

function viewInAddress(): PageView {
  return location.hash === "#segment" ? "segment" : "measure";
}
