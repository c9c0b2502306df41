// The timeline: lanes of incidents; a day is a tick, a vaguer date a bar as long as it is vague; the undated stand apart.

import { ask, readTimeline, type Laned, type TimelineData } from "./data.ts";
import { button, el, keepInAddress, need, soon, svg, withFilter } from "./dom.ts";
import { axisOf, lanesOf, marksOf, type Marks } from "./lanes.ts";
import { counted, showList } from "./list.ts";
import { dayNumber, dayWords, isoDay, timeWords } from "./time.ts";

const LABEL = 150, NARROW = 86, TICKS = 30, BAR = 9, AXIS = 26, COLUMN = 5;

/** Draw the page's timeline. */
export async function drawTimeline(root: HTMLElement): Promise<void> {
  const source = root.dataset["source"] ?? "";
  const load = (lanes: string): Promise<TimelineData> => ask(`${source}${source.includes("?") ? "&" : "?"}lanes=${encodeURIComponent(lanes)}`, readTimeline);
  const view = new View(root, await load(root.dataset["lanes"] ?? "country"));
  for (const choice of root.querySelectorAll<HTMLInputElement>("input[name=lanes]")) {
    choice.addEventListener("change", () => {
      void load(choice.value).then((data) => {
        keepInAddress({ lanes: choice.value });
        view.take(data);
      });
    });
  }
}

class View {
  private from = 0;
  private to = 1;
  private extent: [number, number] = [0, 1];
  private chosen: Laned[] | null = null;
  private readonly chart: HTMLElement;
  private readonly tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  private readonly relist = soon(() => this.showRows());

  constructor(private readonly root: HTMLElement, private data: TimelineData) {
    this.chart = need(".chart", HTMLElement, root);
    this.chart.after(this.tip);
    this.measure();
    this.controls();
    this.take(data);
    new ResizeObserver(soon(() => this.draw(), 60)).observe(this.chart);
    this.showRows();
    root.dataset["drawn"] = "timeline";
  }

  take(data: TimelineData): void {
    this.data = data;
    this.chosen = null;
    this.draw();
    this.undated();
  }

  /** Begin with the bulk of what is dated: a lone event long ago would press all others together. All of it is one key away. */
  private measure(): void {
    const days = this.data.rows.flatMap((row) => (row.start && row.end ? [[dayNumber(row.start), dayNumber(row.end)] as const] : []));
    if (days.length === 0) return;
    const starts = days.map(([first]) => first).sort((a, b) => a - b);
    const last = days.reduce((most, [, end]) => Math.max(most, end), -Infinity);
    const margin = (first: number): number => Math.max(3, (last - first) * 0.02);
    const all = starts[0] ?? 0, bulk = starts[Math.floor(starts.length * 0.06)] ?? all;
    this.extent = [all - margin(all), last + margin(all)];
    [this.from, this.to] = [bulk - margin(bulk), last + margin(bulk)];
  }

  private controls(): void {
    const bar = need(".chart-controls", HTMLElement, this.root);
    const add = (text: string, label: string, does: () => void): void => bar.append(button(text, does, { "aria-label": label, title: label }));
    add("←", "Earlier", () => this.pan(-0.3));
    add("→", "Later", () => this.pan(0.3));
    add("+", "Zoom in", () => this.zoom(0.5));
    add("−", "Zoom out", () => this.zoom(2));
    bar.append(button("All time", () => this.move(...this.extent)));
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.pan(-0.15), ArrowRight: () => this.pan(0.15), "+": () => this.zoom(0.6), "=": () => this.zoom(0.6), "-": () => this.zoom(1.7), Home: () => this.move(...this.extent),
      Escape: () => this.choose(null),
    };
    this.chart.addEventListener("keydown", (event) => {
      const does = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!does) return;
      event.preventDefault();
      does();
    });
    this.chart.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.shiftKey) return; // the wheel alone scrolls the page
      event.preventDefault();
      const share = (event.offsetX - this.gutter()) / Math.max(1, this.chart.clientWidth - this.gutter());
      this.zoom((event.deltaY || event.deltaX) > 0 ? 1.25 : 0.8, Math.min(1, Math.max(0, share)));
    }, { passive: false });
    this.drag();
  }

  private drag(): void {
    let held: { x: number; from: number; to: number } | null = null;
    this.chart.addEventListener("pointerdown", (event) => { if (event.button === 0) held = { x: event.clientX, from: this.from, to: this.to }; });
    addEventListener("pointermove", (event) => {
      if (!held || Math.abs(event.clientX - held.x) < 4) return;
      this.chart.classList.add("dragged");
      const days = ((held.x - event.clientX) / (this.chart.clientWidth - this.gutter())) * (held.to - held.from);
      this.move(held.from + days, held.to + days);
    });
    addEventListener("pointerup", () => { held = null; setTimeout(() => this.chart.classList.remove("dragged")); });
    addEventListener("pointercancel", () => { held = null; this.chart.classList.remove("dragged"); });
    this.chart.addEventListener("click", (event) => { if (this.chart.classList.contains("dragged")) event.preventDefault(); }, true);
  }

  private pan(share: number): void {
    const days = (this.to - this.from) * share;
    this.move(this.from + days, this.to + days);
  }

  private zoom(factor: number, at = 0.5): void {
    const span = Math.min(this.extent[1] - this.extent[0], Math.max(10, (this.to - this.from) * factor));
    const middle = this.from + (this.to - this.from) * at;
    this.move(middle - span * at, middle + span * (1 - at));
  }

  private move(from: number, to: number): void {
    const span = to - from, [least, most] = this.extent;
    this.from = Math.max(least, Math.min(from, most - span));
    this.to = Math.min(most, this.from + span);
    this.draw();
  }

  private gutter(): number {
    return this.chart.clientWidth < 600 ? NARROW : LABEL;
  }

  private draw(): void {
    const width = this.chart.clientWidth, gutter = this.gutter(), room = Math.max(50, width - gutter);
    const x = (day: number): number => gutter + ((day - this.from) / (this.to - this.from)) * room;
    const perPixel = (this.to - this.from) / room;
    const picture = svg("svg", { width, "aria-hidden": "true" });
    const axis = axisOf(this.from, this.to, Math.max(3, Math.floor(room / 80)));
    const grid = svg("g", { class: "grid-lines" });
    picture.append(grid);
    let y = AXIS;
    const lanes = lanesOf(this.data.rows);
    for (const lane of lanes) {
      const marks = marksOf(lane.rows, this.from, this.to, perPixel * COLUMN);
      const height = TICKS + marks.barRows * BAR + 8;
      picture.append(laneLabel(lane.name, `${lane.rows.length.toLocaleString("en")}${marks.hidden ? ` (${marks.hidden} vague not drawn)` : ""}`, y, gutter, width));
      this.marks(picture, marks, x, y, perPixel);
      y += height;
    }
    for (const mark of axis) {
      grid.append(svg("line", { x1: x(mark.day), x2: x(mark.day), y1: AXIS - 6, y2: y }), svg("text", { x: x(mark.day) + 4, y: 15 }, mark.text));
    }
    picture.setAttribute("height", String(y + 4));
    this.chart.replaceChildren(lanes.length ? picture : el("p", { class: "empty" }, "Nothing meets the filter."));
    this.relist();
  }

  private marks(picture: SVGSVGElement, marks: Marks, x: (day: number) => number, y: number, perPixel: number): void {
    const most = marks.ticks.reduce((n, tick) => Math.max(n, tick.rows.length), 1);
    for (const tick of marks.ticks) {
      const left = x(tick.first), wide = Math.max(3, Math.min(14, 1 / perPixel) - 1);
      const height = most === 1 ? 14 : 9 + 17 * Math.sqrt(tick.rows.length / most);
      const made = svg("rect", { class: `tick${tick.rows.every((row) => row.status !== "actual") ? " unsure" : ""}`, x: left, y: y + TICKS - height, width: wide, height, rx: 1.5 });
      picture.append(this.mark(made, tick.rows, tick.first, tick.last));
    }
    for (const bar of marks.bars) {
      const left = Math.max(x(bar.first), x(this.from)), right = Math.min(x(bar.last + 1), x(this.to));
      const made = svg("rect", { class: "bar", x: left, y: y + TICKS + 3 + bar.row * BAR, width: Math.max(3, right - left), height: BAR - 3, rx: 3 });
      made.style.opacity = String(Math.min(0.85, 0.3 + 0.12 * Math.sqrt(bar.rows.length)));
      picture.append(this.mark(made, bar.rows, bar.first, bar.last));
    }
  }

  /** Return a mark that tells what it is: a link for one incident, a choice for the list for several. */
  private mark(shape: SVGElement, rows: Laned[], first: number, last: number): SVGElement {
    const one = rows.length === 1 ? rows[0] : undefined;
    const when = one ? timeWords(one.start, one.end) : first === last ? dayWords(isoDay(first)) : timeWords(isoDay(first), isoDay(last));
    const made = one ? svg("a", { href: `/incidents/${encodeURIComponent(one.id)}`, tabindex: -1 }, shape) : shape;
    const text = one ? `${one.label} · ${when}` : `${counted(rows.length, "incident")} · ${when}`;
    made.addEventListener("pointerenter", (event) => this.hint(text, event));
    made.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    if (!one) made.addEventListener("click", () => { if (!this.chart.classList.contains("dragged")) this.choose(rows); });
    return made;
  }

  private hint(text: string, event: PointerEvent): void {
    this.tip.textContent = text;
    this.tip.hidden = false;
    const box = this.root.getBoundingClientRect();
    this.tip.style.left = `${Math.max(0, Math.min(event.clientX - box.left + 12, box.width - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${event.clientY - box.top + 16}px`;
  }

  private choose(rows: Laned[] | null): void {
    this.chosen = rows;
    this.showRows();
  }

  private showRows(): void {
    const status = need(".rich-status", HTMLElement, this.root), list = need(".rich-list", HTMLElement, this.root);
    const [from, to] = [isoDay(Math.ceil(this.from)), isoDay(Math.floor(this.to))];
    const dated = this.data.rows.filter((row) => row.start !== null && row.end !== null && row.end >= from && row.start <= to);
    const rows = this.chosen ?? dated;
    status.replaceChildren(this.chosen
      ? `${counted(rows.length, "incident")} chosen. ` : `${counted(dated.length, "incident")} of ${this.data.incidents.toLocaleString("en")} between ${dayWords(from)} and ${dayWords(to)}. `);
    if (this.chosen) status.append(button("Back to all in view", () => this.choose(null), { class: "quiet" }));
    else status.append(el("a", { href: withFilter("/incidents", { since: from, until: to }) }, "List them"));
    this.root.dataset["inView"] = String(dated.length);
    showList(list, rows, (row) => row.lanes.slice(0, 3).map((name) => el("span", { dir: "auto" }, name)), "Nothing in this span of time.");
  }

  private undated(): void {
    const rows = this.data.rows.filter((row) => row.start === null || row.end === null);
    const part = need(".rich-undated", HTMLDetailsElement, this.root);
    part.hidden = rows.length === 0;
    need("summary", HTMLElement, part).textContent = `${counted(rows.length, "incident")} without a date`;
    const list = need("ul", HTMLElement, part);
    const fill = (): void => showList(list, rows, (row) => row.lanes.slice(0, 3).map((name) => el("span", { dir: "auto" }, name)), "");
    if (part.open) fill();
    else part.addEventListener("toggle", fill, { once: true });
  }
}

function laneLabel(name: string, count: string, y: number, gutter: number, width: number): SVGGElement {
  const room = Math.floor((gutter - 12) / 7);
  const short = name.length > room ? `${name.slice(0, room - 1)}…` : name;
  return svg("g", { class: "lane" }, svg("line", { x1: 0, x2: width, y1: y, y2: y }), svg("text", { class: "name", x: 0, y: y + 17 }, short), svg("text", { class: "count", x: 0, y: y + 31 }, gutter < LABEL ? count.replace(" vague not drawn", "") : count));
}
