// The map: incidents at the precision that is known, with a list of what is in view for everyone.

import type { GeoJSONSource, LngLatBoundsLike, Map as MapLibre, MapLayerMouseEvent, Popup } from "maplibre-gl";
import { ask, readMap, type MapData, type Placed } from "./data.ts";
import { button, el, need, onTheme, soon, withFilter } from "./dom.ts";
import { counted, item, showList } from "./list.ts";
import { asAreas, asPoints, onlyCountry, precisionWords, spotsOf, type Spot } from "./places.ts";
import { giveImages, styleOf, type World } from "./style.ts";
import { isoMonth, touches } from "./time.ts";
import { timeWindow, type Span } from "./window.ts";

type Library = typeof import("maplibre-gl");
const MARKS = ["cluster", "dot", "vague"];
const IN_POPUP = 4;

/** Draw the page's map. */
export async function drawMap(root: HTMLElement): Promise<void> {
  const facts = root.dataset;
  const data = await ask(facts["source"] ?? "", readMap);
  const view = new View(root, data);
  try {
    const [library, world] = await Promise.all([import(facts["library"] ?? "") as Promise<Library>, fetch(facts["world"] ?? "").then((answer) => answer.json() as Promise<World>)]);
    library.setWorkerUrl(new URL(facts["worker"] ?? "", location.href).href);
    view.show(library, world);
  } catch (error) {
    view.noMap(error);
  }
}

class View {
  private map: MapLibre | null = null;
  private popup: Popup | null = null;
  private library: Library | null = null;
  private rows: Placed[] = [];
  private spots: Spot[] = [];
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private readonly relist = soon(() => this.showInView());

  constructor(private readonly root: HTMLElement, private readonly data: MapData) {
    this.list = need(".rich-list", HTMLElement, root);
    this.status = need(".rich-status", HTMLElement, root);
    timeWindow(need(".time-window", HTMLElement, root), data.rows, (span) => this.choose(span));
    if (this.rows.length === 0) this.choose({ from: 0, to: 0, all: true });
  }

  show(library: Library, world: World): void {
    this.library = library;
    const place = need(".map", HTMLElement, this.root);
    const map = new library.Map({
      container: place, style: styleOf(world), attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: true,
      minZoom: -1, maxZoom: 11, bounds: this.extent(), fitBoundsOptions: { padding: 40, maxZoom: 6 }, fadeDuration: 0,
      locale: { "Map.Title": "Map of the incidents; arrow keys move it, plus and minus zoom" },
    });
    this.map = map;
    map.touchZoomRotate.disableRotation();
    map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new library.ScaleControl({ unit: "metric" }), "bottom-left");
    giveImages(map);
    map.on("style.load", () => this.put());
    map.on("moveend", this.relist);
    map.once("idle", () => {
      this.showInView();
      this.root.dataset["drawn"] = "map";
    });
    for (const layer of MARKS) {
      map.on("click", layer, (event) => void this.clicked(layer, event));
      map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
    }
    onTheme(() => {
      for (const name of map.listImages()) map.removeImage(name);
      map.setStyle(styleOf(world), { diff: false });
    });
  }

  noMap(error: unknown): void {
    const place = need(".map", HTMLElement, this.root);
    place.replaceChildren(el("p", { class: "empty" }, "This browser does not draw the map (it needs WebGL 2). The list holds everything that the map would show."));
    console.warn(error);
    this.root.dataset["drawn"] = "list";
    this.showInView();
  }

  /** Show the incidents of a window of months. */
  private choose(span: Span): void {
    this.rows = span.all ? this.data.rows : this.data.rows.filter((row) => touches(row.start, row.end, span.from, span.to));
    this.spots = spotsOf(this.rows);
    this.popup?.remove();
    this.put();
    this.aside(span);
    this.relist();
  }

  private put(): void {
    const map = this.map;
    if (!map?.getSource("spots")) return;
    (map.getSource("spots") as GeoJSONSource).setData(asPoints(this.spots));
    (map.getSource("areas") as GeoJSONSource).setData(asAreas(this.spots));
  }

  /** Return the box around all that is placed; the whole world when nothing is. */
  private extent(): LngLatBoundsLike {
    const spots = spotsOf(this.data.rows);
    if (spots.length === 0) return [-150, -50, 170, 72];
    const lats = spots.map((spot) => spot.lat), lons = spots.map((spot) => spot.lon);
    const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b)), most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b));
    return [least(lons) - 1, Math.max(-80, least(lats) - 1), most(lons) + 1, Math.min(80, most(lats) + 1)];
  }

  /** Tell what the map cannot show. */
  private aside(span: Span): void {
    const { countries, nowhere } = onlyCountry(this.rows);
    const part = need(".rich-aside", HTMLElement, this.root);
    const dates: Record<string, string> = span.all ? {} : { since: isoMonth(span.from), until: isoMonth(span.to) };
    const places = countries.map(([code, number]) => {
      const name = this.data.countries[code] ?? code;
      return el("li", {}, el("a", { href: withFilter("/incidents", { ...dates, country: code }) }, name), " ", el("span", { class: "soft" }, number.toLocaleString("en")));
    });
    const undated = this.data.rows.filter((row) => row.start === null || row.end === null).length;
    part.replaceChildren();
    if (places.length) part.append(el("h2", {}, "Only the country is known"), el("ul", { class: "tags" }, ...places));
    const left = [nowhere ? `${counted(nowhere, "incident")} without a place` : null, undated ? `${counted(undated, "incident")} undated${span.all ? "" : ", left out while a part of the time is shown"}` : null];
    part.append(el("p", { class: "small soft" }, [...left.filter((one) => one !== null), ""].join("; ").replace(/; $/, ".")));
    part.append(el("p", { class: "small" }, el("a", { href: withFilter("/incidents", dates) }, `List ${this.rows.length === 1 ? "this incident" : `all ${counted(this.rows.length, "incident")}`}`)));
    this.root.dataset["shown"] = String(this.rows.length);
  }

  private showInView(): void {
    const placed = this.rows.filter((row) => row.radius_km !== null);
    const bounds = this.map?.getBounds();
    const seen = bounds ? placed.filter((row) => row.lat !== null && row.lon !== null && within(bounds.getWest(), bounds.getEast(), row.lon) && row.lat >= bounds.getSouth() && row.lat <= bounds.getNorth()) : placed;
    this.status.textContent = `${seen.length.toLocaleString("en")} in view of ${counted(this.rows.length, "incident")}; ${placed.length.toLocaleString("en")} have a place on the map.`;
    const where = (row: Placed): (Node | string | null)[] => [
      row.radius_km === 0 ? null : el("span", {}, precisionWords(row)),
      this.map ? button("Show", () => this.open(row), { class: "quiet small", "aria-label": `Show on the map: ${row.label}` }) : null,
    ];
    showList(this.list, seen, where, "No incident with a known place is in view. Move the map, or choose another time.");
  }

  /** Bring an incident into the middle, with its neighbours of the same spot. */
  private open(row: Placed): void {
    const spot = this.spots.find((one) => one.rows.includes(row));
    if (!spot || !this.map) return;
    const close = spot.radius >= 100 ? 5.5 : spot.radius > 0 ? 7 : 9.5;
    this.map.jumpTo({ center: [spot.lon, spot.lat], zoom: Math.max(this.map.getZoom(), close) });
    this.tell([spot], [spot.lon, spot.lat]);
  }

  private async clicked(layer: string, event: MapLayerMouseEvent): Promise<void> {
    const mark = event.features?.[0];
    if (!mark || mark.geometry.type !== "Point" || !this.map) return;
    const at = mark.geometry.coordinates as [number, number];
    if (layer !== "cluster") {
      const spot = this.spots[Number(mark.properties["spot"])];
      if (spot) this.tell([spot], at);
      return;
    }
    const source = this.map.getSource("spots") as GeoJSONSource;
    const id = Number(mark.properties["cluster_id"]);
    const zoom = await source.getClusterExpansionZoom(id);
    if (zoom <= this.map.getMaxZoom() && zoom <= 10) {
      this.map.easeTo({ center: at, zoom: zoom + 0.3, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
      return;
    }
    const leaves = await source.getClusterLeaves(id, 500, 0);
    this.tell(leaves.flatMap((leaf) => this.spots[Number(leaf.properties?.["spot"])] ?? []), at);
  }

  /** Open a small window over a spot. */
  private tell(spots: Spot[], at: [number, number]): void {
    if (!this.map || !this.library) return;
    const rows = spots.flatMap((spot) => spot.rows);
    const first = rows[0];
    const body = el("div", { class: "popup" }, el("h2", {}, counted(rows.length, "incident")), el("p", { class: "small soft" }, first ? precisionWords(first) : ""));
    const items = el("ul", { class: "list" }, ...rows.slice(0, IN_POPUP).map((row) => item(row)));
    body.append(items);
    const spot = spots[0];
    if (rows.length > IN_POPUP && spot) body.append(el("a", { class: "small", href: withFilter("/incidents", { near: `${spot.lat},${spot.lon},${Math.max(1, spot.radius)}` }) }, `and ${rows.length - IN_POPUP} more: list those near here`));
    this.popup?.remove();
    this.popup = new this.library.Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(body).addTo(this.map);
  }
}

/** Tell whether a longitude lies in a view, which may have been turned around the Earth. */
function within(west: number, east: number, lon: number): boolean {
  if (east - west >= 360) return true;
  const turned = west + ((((lon - west) % 360) + 360) % 360);
  return turned <= east;
}
