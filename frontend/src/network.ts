// The network: who is tied to whom at a day. The kind of a tie is told by its sign and its line, how sure it is by its dashes, never by colour alone.

import { ask, readNetwork, type Evidence, type NetworkData, type Party, type Tie } from "./data.ts";
import { button, el, keepInAddress, need, soon, svg } from "./dom.ts";
import { place, type Spots } from "./layout.ts";
import { counted, pill } from "./list.ts";
import { dayWords, isoMonth, monthEnd, monthNumber, monthWords } from "./time.ts";

/** Signs of ties, and whether they are friendly, formal or hostile. */
const KINDS: Record<string, { sign: string; manner: string }> = {
  alliance: { sign: "+", manner: "friendly" }, support: { sign: "♥", manner: "friendly" }, allegiance: { sign: "◇", manner: "friendly" }, ceasefire: { sign: "=", manner: "friendly" },
  membership: { sign: "∈", manner: "formal" }, leadership: { sign: "★", manner: "formal" }, role: { sign: "•", manner: "formal" },
  hostility: { sign: "×", manner: "hostile" }, rivalry: { sign: "≠", manner: "hostile" }, split: { sign: "÷", manner: "hostile" },
};
const OTHER = { sign: "·", manner: "formal" };
/** What is said of the certainty words of claims. */
const SURE: Record<string, string> = { "CT+": "certain", "PR+": "probable", "PS+": "possible", "CT-": "denied", "PR-": "probably not", "PS-": "perhaps not", Uu: "open" };
const SPEAKS: Record<string, string> = { for: "speaks for it", against: "speaks against it", ended: "tells of its end" };
const MOST = 400;

/** Draw the page's network. */
export async function drawNetwork(root: HTMLElement): Promise<void> {
  const source = root.dataset["source"] ?? "";
  const load = (at: string): Promise<NetworkData> => ask(`${source}${source.includes("?") ? "&" : "?"}at=${encodeURIComponent(at)}`, readNetwork);
  new View(root, await load(root.dataset["at"] ?? ""), load);
}

class View {
  private readonly spots: Spots;
  private readonly parties: Map<string, Party>;
  private readonly drawn: Tie[];
  private readonly picture: HTMLElement;
  private box = { x: 0, y: 0, w: 1, h: 1 };
  private whole = { x: 0, y: 0, w: 1, h: 1 };
  private chosen = "";
  private at: string;

  constructor(private readonly root: HTMLElement, private data: NetworkData, private readonly load: (at: string) => Promise<NetworkData>) {
    this.picture = need(".picture", HTMLElement, root);
    this.at = data.at;
    this.drawn = [...data.edges].sort((a, b) => b.claims - a.claims || a.id.localeCompare(b.id)).slice(0, MOST);
    const keys = new Set(this.drawn.flatMap((tie) => [tie.from, tie.to]));
    const nodes = data.nodes.filter((one) => keys.has(one.key));
    this.parties = new Map(data.nodes.map((one) => [one.key, one]));
    this.spots = place(nodes, this.drawn, Math.min(2, Math.max(0.45, this.picture.clientWidth / Math.max(1, this.picture.clientHeight))));
    this.fit();
    this.controls();
    this.dates();
    this.draw();
    need("input[name=ended]", HTMLInputElement, root).addEventListener("change", () => this.draw());
    root.dataset["drawn"] = "network";
  }

  private name(key: string): string {
    return this.parties.get(key)?.name ?? key;
  }

  private shown(): Tie[] {
    const ended = need("input[name=ended]", HTMLInputElement, this.root).checked;
    return this.data.edges.filter((tie) => tie.state !== "unknown" && (ended || tie.state !== "ended"));
  }

  /** Look at everything. */
  private fit(): void {
    const xs = [...this.spots.values()].map((spot) => spot.x), ys = [...this.spots.values()].map((spot) => spot.y);
    if (xs.length === 0) return;
    const [left, top] = [Math.min(...xs) - 90, Math.min(...ys) - 40];
    this.whole = { x: left, y: top, w: Math.max(...xs) + 90 - left, h: Math.max(...ys) + 50 - top };
    this.box = { ...this.whole };
  }

  private look(): void {
    this.picture.querySelector("svg")?.setAttribute("viewBox", `${this.box.x} ${this.box.y} ${this.box.w} ${this.box.h}`);
  }

  private zoom(factor: number): void {
    const w = Math.min(this.whole.w * 1.2, Math.max(160, this.box.w * factor)), h = (w / this.box.w) * this.box.h;
    this.box = { x: this.box.x + (this.box.w - w) / 2, y: this.box.y + (this.box.h - h) / 2, w, h };
    this.look();
  }

  private controls(): void {
    const bar = need(".chart-controls", HTMLElement, this.root);
    bar.append(button("+", () => this.zoom(0.7), { "aria-label": "Zoom in", title: "Zoom in" }), button("−", () => this.zoom(1.4), { "aria-label": "Zoom out", title: "Zoom out" }),
      button("All", () => { this.box = { ...this.whole }; this.look(); }));
    let held: { x: number; y: number } | null = null;
    this.picture.addEventListener("pointerdown", (event) => { held = { x: event.clientX, y: event.clientY }; });
    addEventListener("pointermove", (event) => {
      if (!held || event.pointerType === "touch") return; // fingers scroll the page; buttons zoom
      const scale = Math.max(this.box.w / this.picture.clientWidth, this.box.h / this.picture.clientHeight);
      this.box.x -= (event.clientX - held.x) * scale;
      this.box.y -= (event.clientY - held.y) * scale;
      held = { x: event.clientX, y: event.clientY };
      this.look();
    });
    addEventListener("pointerup", () => { held = null; });
    this.picture.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault();
      this.zoom((event.deltaY || event.deltaX) > 0 ? 1.2 : 0.84);
    }, { passive: false });
  }

  /** Let the reader choose the day: by months with the slider, to the day with the field. */
  private dates(): void {
    const slider = need("input[name=month]", HTMLInputElement, this.root), field = need("input[name=at]", HTMLInputElement, this.root);
    const [first, last] = [this.data.days[0] ?? this.at, [this.data.days[1] ?? this.at, this.at].sort()[1] ?? this.at];
    slider.min = String(monthNumber(first));
    slider.max = String(monthNumber(last));
    const tell = (): void => {
      slider.value = String(monthNumber(this.at));
      slider.setAttribute("aria-valuetext", monthWords(monthNumber(this.at)));
      field.value = this.at;
    };
    const go = soon(() => {
      const asked = this.at;
      keepInAddress({ at: asked });
      void this.load(asked).then((data) => {
        if (this.at !== asked) return; // a later choice is on its way
        this.data = data;
        this.draw();
      });
    });
    slider.addEventListener("input", () => {
      const month = Number(slider.value);
      this.at = month === Number(slider.max) ? last : monthEnd(month);
      tell();
      go();
    });
    field.addEventListener("change", () => {
      if (!/^\d{4}-\d\d-\d\d$/.test(field.value)) return;
      this.at = field.value;
      tell();
      go();
    });
    tell();
    slider.title = `${isoMonth(monthNumber(first))} to ${isoMonth(monthNumber(last))}`;
  }

  private draw(): void {
    const shown = this.shown(), kept = new Set(shown.map((tie) => tie.id));
    const edges = this.drawn.filter((tie) => kept.has(tie.id)).map((tie) => shown.find((one) => one.id === tie.id) ?? tie);
    const keys = new Set(edges.flatMap((tie) => [tie.from, tie.to]));
    const picture = svg("svg", { preserveAspectRatio: "xMidYMid meet", role: "group", "aria-label": `Ties on ${dayWords(this.at)}` }, arrowheads());
    const pairs = new Map<string, number>(), seen = new Map<string, number>();
    const pair = (tie: Tie): string => [tie.from, tie.to].sort().join("\n");
    for (const tie of edges) pairs.set(pair(tie), (pairs.get(pair(tie)) ?? 0) + 1);
    for (const tie of edges) {
      const n = seen.get(pair(tie)) ?? 0;
      seen.set(pair(tie), n + 1);
      picture.append(this.edge(tie, n - ((pairs.get(pair(tie)) ?? 1) - 1) / 2));
    }
    const nodes = [...keys].map((key) => this.node(key));
    picture.append(...nodes);
    this.rove(nodes);
    this.picture.replaceChildren(edges.length ? picture : el("p", { class: "empty" }, `No tie is told of on ${dayWords(this.at)}${this.data.edges.length ? ". Choose a later day." : "."}`));
    this.look();
    this.mark();
    this.table(shown);
    const more = shown.length - edges.length;
    need(".rich-status", HTMLElement, this.root).textContent =
      `${counted(shown.length, "tie")} of ${counted(new Set(shown.flatMap((tie) => [tie.from, tie.to])).size, "party").replace("partys", "parties")} on ${dayWords(this.at)}${more > 0 ? `; ${more} with the fewest claims are only in the list` : ""}.`;
    this.root.dataset["shown"] = String(shown.length);
  }

  private edge(tie: Tie, lane: number): SVGElement {
    const a = this.spots.get(tie.from) ?? { x: 0, y: 0 }, b = this.spots.get(tie.to) ?? { x: 0, y: 0 };
    const turn = tie.from < tie.to ? 1 : -1; // so that ties of one pair bend apart whichever way they point
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1, nx = (-(b.y - a.y) / length) * turn, ny = ((b.x - a.x) / length) * turn;
    const bend = lane * 52, cx = (a.x + b.x) / 2 + nx * bend, cy = (a.y + b.y) / 2 + ny * bend;
    const end = (from: { x: number; y: number }, short: number): { x: number; y: number } => {
      const away = Math.hypot(from.x - cx, from.y - cy) || 1;
      return { x: from.x + ((cx - from.x) / away) * short, y: from.y + ((cy - from.y) / away) * short };
    };
    const p = end(a, 12), q = end(b, tie.directed ? 15 : 12);
    const path = `M${p.x.toFixed(1)} ${p.y.toFixed(1)}Q${cx.toFixed(1)} ${cy.toFixed(1)} ${q.x.toFixed(1)} ${q.y.toFixed(1)}`;
    const mx = (p.x + 2 * cx + q.x) / 4, my = (p.y + 2 * cy + q.y) / 4, kind = KINDS[tie.type] ?? OTHER;
    const made = svg("g", { class: `edge ${kind.manner} ${tie.state}`, "data-id": tie.id, role: "button", tabindex: -1, "aria-label": this.words(tie) },
      svg("title", {}, this.words(tie)), svg("path", { class: "hit", d: path }),
      svg("path", { class: "line", d: path, "marker-end": tie.directed ? `url(#arrow-${kind.manner})` : null }),
      svg("circle", { class: "badge", cx: mx, cy: my, r: 9 }), svg("text", { class: "sign", x: mx, y: my }, kind.sign));
    made.addEventListener("click", () => this.tell(tie));
    made.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.tell(tie); } });
    return made;
  }

  private words(tie: Tie): string {
    return `${this.name(tie.from)} ${tie.directed ? "→" : "–"} ${this.name(tie.to)}: ${tie.type}, ${tie.state}`;
  }

  private node(key: string): SVGElement {
    const spot = this.spots.get(key) ?? { x: 0, y: 0 }, party = this.parties.get(key), kind = party?.kind ?? "group";
    const shape = kind === "person" ? svg("circle", { r: 7 }) : kind === "state" ? svg("path", { d: "M0-10 9-5V5L0 10-9 5V-5Z" }) : svg("rect", { x: -8, y: -8, width: 16, height: 16, rx: 3.5 });
    const name = this.name(key);
    const made = svg("g", { class: `node ${kind}`, "data-key": key, transform: `translate(${spot.x} ${spot.y})`, role: "button", tabindex: -1, "aria-label": `${name}, ${kind}` },
      shape, svg("text", {}, ...twoLines(name).map((text, n) => svg("tspan", { x: 0, y: 22 + 12 * n }, text))));
    made.addEventListener("click", () => this.meet(key));
    return made;
  }

  /** One stop of the tab key for the whole picture; arrow keys go to the next node that way, Enter opens it. */
  private rove(nodes: SVGElement[]): void {
    nodes[0]?.setAttribute("tabindex", "0");
    const ways: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    for (const node of nodes) {
      node.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          this.meet(node.dataset["key"] ?? "");
        }
        const way = ways[event.key];
        const next = way && this.nearest(node, nodes, way);
        if (!way || !next) return;
        event.preventDefault();
        node.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    }
  }

  private nearest(node: SVGElement, nodes: SVGElement[], [dx, dy]: [number, number]): SVGElement | null {
    const here = this.spots.get(node.dataset["key"] ?? "");
    let best: SVGElement | null = null, least = Infinity;
    for (const other of nodes) {
      const there = this.spots.get(other.dataset["key"] ?? "");
      if (!here || !there || other === node) continue;
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy, aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const far = along + 2 * aside;
      if (along > 0 && far < least) [best, least] = [other, far];
    }
    return best;
  }

  private mark(): void {
    for (const one of this.picture.querySelectorAll("[data-id], [data-key]")) {
      const mine = one.getAttribute("data-id") === this.chosen || one.getAttribute("data-key") === this.chosen;
      one.classList.toggle("chosen", mine && this.chosen !== "");
    }
  }

  /** Show who someone is tied to. */
  private meet(key: string): void {
    const party = this.parties.get(key);
    if (!party) return;
    this.chosen = key;
    this.mark();
    const ties = this.shown().filter((tie) => tie.from === key || tie.to === key);
    this.panel(party.name, el("p", { class: "small" }, `${party.kind} · `, el("a", { href: party.page }, "all that is told")),
      el("ul", { class: "list" }, ...ties.map((tie) => el("li", {}, button(this.words(tie), () => this.tell(tie), { class: "quiet start" })))));
  }

  /** Show the evidence of a tie. */
  private tell(tie: Tie): void {
    this.chosen = tie.id;
    this.mark();
    const rest = tie.claims - tie.evidence.length;
    this.panel(`${this.name(tie.from)} ${tie.directed ? "→" : "–"} ${this.name(tie.to)}`,
      el("p", { class: "meta small" }, el("b", {}, tie.type), " ", pill(tie.state), ` on ${dayWords(this.at)} · `, el("a", { href: tie.page }, "the whole record")),
      ...tie.evidence.map((row) => quote(row, this.at)), rest > 0 && el("p", { class: "small" }, el("a", { href: tie.page }, `and ${counted(rest, "earlier claim")}`)));
  }

  private panel(title: string, ...parts: (Node | string | false)[]): void {
    const panel = need(".rich-panel", HTMLElement, this.root);
    const head = el("h2", { tabindex: -1, dir: "auto", class: "plain" }, title);
    panel.replaceChildren(head);
    for (const part of parts) if (part) panel.append(part);
    head.focus({ preventScroll: matchMedia("(min-width: 60rem)").matches });
  }

  private table(ties: Tie[]): void {
    const body = need(".ties tbody", HTMLElement, this.root);
    body.replaceChildren(...ties.map((tie) => el("tr", {}, el("td", { dir: "auto" }, this.name(tie.from)), el("td", {}, `${(KINDS[tie.type] ?? OTHER).sign} ${tie.type}`),
      el("td", { dir: "auto" }, this.name(tie.to)), el("td", {}, pill(tie.state)), el("td", { class: "number" }, String(tie.claims)),
      el("td", {}, button("Evidence", () => this.tell(tie), { class: "quiet", "aria-label": `Evidence: ${this.words(tie)}` })))));
  }
}

function quote(row: Evidence, at: string): HTMLElement {
  const later = row.day !== null && row.day > at;
  return el("div", { class: `claim${later ? " later" : ""}` },
    el("div", { class: "meta small soft" }, row.day ? dayWords(row.day) : "undated", " · ", SPEAKS[row.speaks] ?? row.speaks, " · ", SURE[row.factuality] ?? row.factuality,
      later && " · told later than the chosen day", row.rejected && " · rejected by the desk"),
    el("p", { class: "quote", dir: "auto" }, row.words),
    el("div", { class: "small soft" }, el("span", { dir: "auto" }, row.source.join(" ← ")), " · ", el("a", { href: row.page }, "in the article")));
}

/** Break a name into at most two short lines. */
function twoLines(name: string): string[] {
  const cut = (text: string): string => (text.length > 18 ? `${text.slice(0, 17)}…` : text);
  if (name.length <= 16) return [name];
  const spaces = [...name.matchAll(/[\s-]/g)].map((match) => match.index).filter((at) => at <= 17);
  const best = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  return best === undefined ? [cut(name)] : [name.slice(0, best).trim(), cut(name.slice(best).replace(/^\s/, ""))];
}

function arrowheads(): SVGDefsElement {
  return svg("defs", {}, ...["friendly", "formal", "hostile"].map((manner) =>
    svg("marker", { id: `arrow-${manner}`, class: `arrow ${manner}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
      svg("path", { d: "M0 0 8 4 0 8Z" }))));
}
