// How the map looks: our own style over our own base map. Names of countries and counts are drawn on small canvases, so no glyphs are fetched.

import type { FeatureCollection, Geometry, MultiLineString, Point, Position } from "geojson";
import type { Map as MapLibre, StyleSpecification } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { token } from "./dom.ts";

interface Country { name: string; at: [number, number]; size: number }
export type World = Topology<{ countries: GeometryCollection<Country> }>;

const RATIO = 2;

/** Return the style of the map in the present colours, over the base map; incidents are empty until they are set. */
export function styleOf(world: World): StyleSpecification {
  const countries = world.objects.countries;
  const empty: FeatureCollection = { type: "FeatureCollection", features: [] };
  const accent = token("--accent");
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: unrolled(feature(world, countries)), tolerance: 0.2 },
      borders: { type: "geojson", data: lines(mesh(world, countries, (a, b) => a !== b)), tolerance: 0.2 },
      coast: { type: "geojson", data: lines(mesh(world, countries, (a, b) => a === b)), tolerance: 0.2 },
      names: { type: "geojson", data: namePoints(countries.geometries.map((one) => one.properties as Country | undefined)) },
      areas: { type: "geojson", data: empty },
      spots: { type: "geojson", data: empty, cluster: true, clusterRadius: 46, clusterMaxZoom: 9, clusterProperties: { n: ["+", ["get", "n"]] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("--sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": token("--land") } },
      { id: "coast", type: "line", source: "coast", paint: { "line-color": token("--coast"), "line-width": 0.8 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": token("--border"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 7, 1.4] } },
      { id: "names", type: "symbol", source: "names", filter: [">=", ["get", "size"], ["step", ["zoom"], 11, 2, 6, 3, 3, 4, 1.2, 5, 0]],
        layout: { "icon-image": ["concat", "name-", ["get", "name"]], "symbol-sort-key": ["-", 0, ["get", "size"]], "icon-padding": 6,
                  "icon-size": ["interpolate", ["linear"], ["zoom"], 1, 0.85, 6, 1.15] } },
      { id: "area", type: "fill", source: "areas", paint: { "fill-pattern": "hatch", "fill-opacity": 0.75 } },
      { id: "area-rim", type: "line", source: "areas", paint: { "line-color": accent, "line-width": 1, "line-opacity": 0.5, "line-dasharray": [3, 3] } },
      { id: "cluster", type: "circle", source: "spots", filter: ["has", "point_count"],
        paint: { "circle-color": accent, "circle-opacity": 0.9, "circle-stroke-color": token("--land"), "circle-stroke-width": 2,
                 "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 11, 10, 20, 60, 34] } },
      { id: "vague", type: "circle", source: "spots", filter: ["all", ["!", ["has", "point_count"]], ["==", ["get", "vague"], 1]],
        paint: { "circle-color": token("--land"), "circle-opacity": 0.75, "circle-stroke-color": accent, "circle-stroke-width": 1.6, "circle-radius": radius() } },
      { id: "dot", type: "circle", source: "spots", filter: ["all", ["!", ["has", "point_count"]], ["==", ["get", "vague"], 0]],
        paint: { "circle-color": accent, "circle-stroke-color": token("--land"), "circle-stroke-width": 1.5, "circle-radius": radius() } },
      { id: "cluster-count", type: "symbol", source: "spots", filter: ["has", "point_count"],
        layout: { "icon-image": ["concat", "light-", ["get", "n"]], "icon-allow-overlap": true, "icon-ignore-placement": true } },
      { id: "spot-count", type: "symbol", source: "spots", filter: ["all", ["!", ["has", "point_count"]], [">", ["get", "n"], 1]],
        layout: { "icon-image": ["concat", ["case", ["==", ["get", "vague"], 1], "dark-", "light-"], ["get", "n"]], "icon-allow-overlap": true,
                  "icon-ignore-placement": true } },
    ],
  };
}

function radius(): ["interpolate", ["linear"], ["get", "n"], number, number, number, number, number, number] {
  return ["interpolate", ["linear"], ["get", "n"], 1, 5, 2, 9, 50, 18];
}

function lines(geometry: MultiLineString): FeatureCollection {
  return { type: "FeatureCollection", features: [{ type: "Feature", geometry: { ...geometry, coordinates: geometry.coordinates.map(unroll) }, properties: {} }] };
}

function unrolled(world: FeatureCollection): FeatureCollection {
  return { type: "FeatureCollection", features: world.features.map((one) => ({ ...one, geometry: unrolledShape(one.geometry) })) };
}

function unrolledShape(shape: Geometry): Geometry {
  if (shape.type === "Polygon") return { ...shape, coordinates: shape.coordinates.map(unroll) };
  if (shape.type === "MultiPolygon") return { ...shape, coordinates: shape.coordinates.map((part) => part.map(unroll)) };
  return shape;
}

/** Return a line that goes on past 180° where it crosses the date line, instead of running back around the Earth. */
function unroll(line: Position[]): Position[] {
  let turns = 0, before: number | undefined;
  return line.map(([x = 0, y = 0]) => {
    if (before !== undefined && Math.abs(x - before) > 180) turns += x < before ? 360 : -360;
    before = x;
    return [x + turns, y];
  });
}

function namePoints(countries: (Country | undefined)[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: countries.filter((one) => one !== undefined).map((one) => ({
      type: "Feature", geometry: { type: "Point", coordinates: one.at }, properties: { name: one.name, size: one.size },
    })),
  };
}

/** Give the map the images that its style names, when it asks for them. */
export function giveImages(map: MapLibre): void {
  map.setMissingStyleImageResolver((id) => {
    if (map.hasImage(id)) return;
    const [kind, rest] = [id.slice(0, id.indexOf("-")), id.slice(id.indexOf("-") + 1)];
    const made = id === "hatch" ? hatch() : kind === "name" ? words(rest, `500 11.5px ${token("--sans")}`, token("--map-name"), token("--land"))
      : words(Number(rest).toLocaleString("en"), `600 11.5px ${token("--sans")}`, token(kind === "light" ? "--accent-ink" : "--accent"), null);
    if (made) map.addImage(id, made, { pixelRatio: RATIO });
  });
}

function canvas(width: number, height: number): CanvasRenderingContext2D | null {
  const made = document.createElement("canvas");
  made.width = Math.ceil(width * RATIO);
  made.height = Math.ceil(height * RATIO);
  const context = made.getContext("2d");
  context?.scale(RATIO, RATIO);
  return context;
}

function pixels(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

function words(text: string, font: string, colour: string, halo: string | null): ImageData | null {
  const ruler = canvas(1, 1);
  if (!ruler) return null;
  ruler.font = font;
  const context = canvas(ruler.measureText(text).width + 6, 18);
  if (!context) return null;
  context.font = font;
  context.textBaseline = "middle";
  if (halo) {
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = halo;
    context.strokeText(text, 3, 9.5);
  }
  context.fillStyle = colour;
  context.fillText(text, 3, 9.5);
  return pixels(context);
}

/** Return strokes that fill an area lightly: it may have been anywhere in here. */
function hatch(): ImageData | null {
  const size = 8, context = canvas(size, size);
  if (!context) return null;
  context.strokeStyle = token("--accent");
  context.globalAlpha = 0.4;
  context.lineWidth = 1;
  for (const shift of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
    context.stroke();
  }
  return pixels(context);
}
