// Make the base map from Natural Earth's countries at 1:50 million (public domain; npm package world-atlas): countries with their names,
// and the point of each that lies farthest from its border, where the name is written. Run by hand: npm run basemap
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const world = JSON.parse(readFileSync(join(here, "node_modules/world-atlas/countries-50m.json"), "utf8"));
const countries = world.objects.countries;
countries.geometries = countries.geometries.filter((one) => one.id !== "010"); // Antarctica: no news of ours, a third of the map

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * y, 0) / 2);
const toEdge = (x, y, rings) => {
  let inside = false, least = Infinity;
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i], [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1)));
      least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
    }
  return inside ? least : -least;
};
function labelPoint(rings) {
  const xs = rings[0].map((p) => p[0]), ys = rings[0].map((p) => p[1]);
  let box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], best = [0, 0, -Infinity];
  for (let round = 0; round < 4; round++) { // a grid of 24 × 24, then finer ones around the best
    const w = (box[2] - box[0]) / 24, h = (box[3] - box[1]) / 24;
    for (let i = 0; i <= 24; i++) for (let j = 0; j <= 24; j++) {
      const x = box[0] + i * w, y = box[1] + j * h, d = toEdge(x, y, rings);
      if (d > best[2]) best = [x, y, d];
    }
    box = [best[0] - w, best[1] - h, best[0] + w, best[1] + h];
  }
  return best;
}
for (const one of countries.geometries) {
  const shape = feature(world, one).geometry;
  const parts = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const largest = parts.reduce((a, b) => (area(a[0]) >= area(b[0]) ? a : b));
  const [x, y] = labelPoint(largest);
  one.properties = { name: one.properties.name, at: [Number(x.toFixed(2)), Number(y.toFixed(2))], size: Number(Math.sqrt(area(largest[0])).toFixed(1)) };
}
const used = new Set(JSON.stringify(countries.geometries.map((one) => one.arcs)).match(/-?\d+/g).map(Number).map((n) => (n < 0 ? ~n : n)));
const order = [...used].sort((a, b) => a - b), place = new Map(order.map((n, i) => [n, i]));
const renumber = (arcs) => (Array.isArray(arcs) ? arcs.map(renumber) : arcs < 0 ? ~place.get(~arcs) : place.get(arcs));
for (const one of countries.geometries) one.arcs = renumber(one.arcs);
const made = { type: "Topology", objects: { countries }, arcs: order.map((n) => world.arcs[n]), transform: world.transform };
writeFileSync(join(here, "../src/tocsin/web/static/world.json"), JSON.stringify(made));
