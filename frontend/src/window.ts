// A window of months: a small chart of all months, two sliders that any keyboard works, and a button that plays.

import { button, el, svg } from "./dom.ts";
import { monthNumber, monthWords } from "./time.ts";
import type { Happening } from "./data.ts";

const STEP = 700;
const BARS = 120;

/** The span of months that a view shows. `all` is true while nothing is left out. */
export interface Span { from: number; to: number; all: boolean }

/** Return the first and last month of what is dated, null when nothing is. */
export function monthsOf(rows: readonly Happening[]): [number, number] | null {
  let first = Infinity, last = -Infinity;
  for (const row of rows) {
    if (!row.start || !row.end) continue;
    first = Math.min(first, monthNumber(row.start));
    last = Math.max(last, monthNumber(row.end));
  }
  return first <= last ? [first, last] : null;
}

/** Return how many begin in each of some bins of equal length. */
export function histogram(rows: readonly Happening[], first: number, last: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const span = last - first + 1;
  for (const row of rows) {
    if (!row.start || !row.end) continue;
    const bin = Math.min(bins - 1, Math.floor(((monthNumber(row.start) - first) / span) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Put the window into a part of the page; `changed` is called at each change. Nothing is put there when nothing is dated. */
export function timeWindow(into: HTMLElement, rows: readonly Happening[], changed: (span: Span) => void): void {
  const bounds = monthsOf(rows);
  if (bounds === null) {
    into.hidden = true;
    return;
  }
  const [first, last] = bounds;
  let from = first, to = last, playing = 0;
  const slider = (name: string): HTMLInputElement =>
    el("input", { type: "range", min: first, max: last, step: 1, value: name === "From" ? first : last });
  const low = slider("From"), high = slider("To");
  const said = el("output", { class: "window-said" });
  const [chart, shade] = drawChart(rows, first, last);
  const show = (): void => {
    low.value = String(from);
    high.value = String(to);
    low.setAttribute("aria-valuetext", monthWords(from));
    high.setAttribute("aria-valuetext", monthWords(to));
    const all = from === first && to === last;
    said.textContent = from === to ? monthWords(from) : `${monthWords(from)} – ${monthWords(to)}`;
    const share = (month: number): number => ((month - first) / (last - first + 1)) * 100;
    shade.setAttribute("x", String(share(from)));
    shade.setAttribute("width", String(share(to + 1) - share(from)));
    changed({ from, to, all });
  };
  const stop = (): void => {
    clearInterval(playing);
    playing = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  };
  const step = (): void => {
    if (to >= last) return stop();
    from += 1;
    to += 1;
    show();
  };
  const start = (): void => {
    if (to >= last) [from, to] = [first, first + Math.max(0, Math.min(to - from, Math.ceil((last - first) / 8)))]; // at the end, or all: begin anew
    playing = setInterval(step, STEP);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    show();
  };
  const play = button("Play", () => (playing ? stop() : start()), { "aria-pressed": "false" });
  const whole = button("All time", () => { stop(); [from, to] = [first, last]; show(); }, { class: "quiet" });
  low.addEventListener("input", () => { stop(); from = Number(low.value); to = Math.max(to, from); show(); });
  high.addEventListener("input", () => { stop(); to = Number(high.value); from = Math.min(from, to); show(); });
  into.replaceChildren(el("div", { class: "window-head" }, play, said, whole), chart, el("div", { class: "window-sliders" }, el("label", {}, "From", low), el("label", {}, "To", high)));
  show();
}

function drawChart(rows: readonly Happening[], first: number, last: number): [SVGSVGElement, SVGRectElement] {
  const bins = Math.min(BARS, last - first + 1);
  const counts = histogram(rows, first, last, bins);
  const most = Math.max(1, ...counts);
  const shade = svg("rect", { class: "shade", y: 0, height: 30 });
  const chart = svg("svg", { class: "window-chart", viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true" }, shade);
  counts.forEach((count, n) => {
    const height = count ? Math.max(1.5, 29 * Math.sqrt(count / most)) : 0;
    chart.append(svg("rect", { class: "bar", x: (n / bins) * 100, width: (100 / bins) * 0.82, y: 30 - height, height }));
  });
  return [chart, shade];
}
