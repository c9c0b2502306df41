// Incidents at places: those that share a point and a precision are one mark. No drawing here.

import type { FeatureCollection, Point, Polygon } from "geojson";
import type { Placed } from "./data.ts";

const EARTH_KM = 6371;
const CORNERS = 48;

/** Incidents that are told to have happened at one point, within one radius (0: at the point itself). */
export interface Spot { lat: number; lon: number; radius: number; rows: Placed[] }

/** Return the spots of what is placed. */
export function spotsOf(rows: readonly Placed[]): Spot[] {
  const found = new Map<string, Spot>();
  for (const row of rows) {
    if (row.lat === null || row.lon === null || row.radius_km === null) continue;
    const key = `${row.lat} ${row.lon} ${row.radius_km}`;
    const spot = found.get(key);
    if (spot) spot.rows.push(row);
    else found.set(key, { lat: row.lat, lon: row.lon, radius: row.radius_km, rows: [row] });
  }
  return [...found.values()];
}

/** Return spots as points, with the number of their incidents; `spot` is their place in the list. */
export function asPoints(spots: readonly Spot[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: spots.map((spot, n) => ({
      type: "Feature", geometry: { type: "Point", coordinates: [spot.lon, spot.lat] }, properties: { spot: n, n: spot.rows.length, vague: spot.radius > 0 ? 1 : 0 },
    })),
  };
}

/** Return the areas of the spots that are no points, in their true size on the ground. */
export function asAreas(spots: readonly Spot[]): FeatureCollection<Polygon> {
  return {
    type: "FeatureCollection",
    features: spots.filter((spot) => spot.radius > 0).map((spot) => ({
      type: "Feature", geometry: { type: "Polygon", coordinates: [circle(spot)] }, properties: { n: spot.rows.length },
    })),
  };
}

/** Return the rim of a circle on the sphere. */
function circle({ lat, lon, radius }: Spot): [number, number][] {
  const rad = Math.PI / 180, angle = radius / EARTH_KM, sin = Math.sin(lat * rad), cos = Math.cos(lat * rad);
  return Array.from({ length: CORNERS + 1 }, (_, n) => {
    const turn = (n / CORNERS) * 2 * Math.PI;
    const y = Math.asin(sin * Math.cos(angle) + cos * Math.sin(angle) * Math.cos(turn));
    const x = lon * rad + Math.atan2(Math.sin(turn) * Math.sin(angle) * cos, Math.cos(angle) - sin * Math.sin(y));
    return [x / rad, y / rad];
  });
}

/** Return how many incidents name only a country, most first; and how many no place that could be drawn or listed. */
export function onlyCountry(rows: readonly Placed[]): { countries: [string, number][]; nowhere: number } {
  const counts = new Map<string, number>();
  let nowhere = 0;
  for (const row of rows) {
    if (row.radius_km !== null) continue;
    if (row.country === null) nowhere += 1;
    else counts.set(row.country, (counts.get(row.country) ?? 0) + 1);
  }
  return { countries: [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])), nowhere };
}

/** Say how well a place is known. */
export function precisionWords(row: Placed): string {
  if (row.radius_km === null) return row.country === null ? "place unknown" : "only the country is known";
  if (row.radius_km === 0) return "place known";
  const area: Record<number, string> = { 3: "somewhere in its district", 4: "somewhere in its region", 5: "somewhere along or within an area" };
  return `${area[row.ucdp_precision ?? 0] ?? "near it"} (about ${row.radius_km} km)`;
}
