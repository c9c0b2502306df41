// The rich parts of the workbench. A page that has one names it: <div data-rich="map">.

import { el } from "./dom.ts";
import { drawMap } from "./map.ts";
import { drawNetwork } from "./network.ts";
import { drawTimeline } from "./timeline.ts";

const PARTS: Record<string, (root: HTMLElement) => Promise<void>> = { map: drawMap, timeline: drawTimeline, network: drawNetwork };

for (const root of document.querySelectorAll<HTMLElement>("[data-rich]")) {
  PARTS[root.dataset["rich"] ?? ""]?.(root).catch((error: unknown) => {
    root.prepend(el("p", { class: "pill disputed", role: "alert" }, error instanceof Error ? error.message : String(error)));
    root.dataset["drawn"] = "error";
  });
}
