// Where the nodes of a network stand: forces from a fixed beginning, so that the same ties always give the same picture. Parties that no
// tie connects with one another are laid out apart and then set beside each other, so that no line crosses a stranger's.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";
import type { Party, Tie } from "./data.ts";

const ROUNDS = 320;
const WIDER = 1.3; // names are wider than high
const TRIES = [0.6, 0.75, 0.9, 1, 1.1, 1.25, 1.45, 1.7, 2]; // widths of rows to try, of the width that the area alone would want
const SIDE = 62, ABOVE = 24, BELOW = 48; // room for a node's mark and name

interface Body extends SimulationNodeDatum { key: string }
export type Spots = Map<string, { x: number; y: number }>;
interface Part { spots: Spots; w: number; h: number }

/** Return the place of each node by its key, for a picture so many times as wide as high. */
export function place(nodes: readonly Party[], ties: readonly Tie[], shape = 1.2): Spots {
  const parts = components(nodes.map((one) => one.key), ties).map(([keys, inside]) => boxed(forced(keys, inside)));
  parts.sort((a, b) => b.h - a.h || b.w - a.w);
  const want = Math.sqrt(parts.reduce((sum, part) => sum + part.w * part.h, 0) * shape), widest = Math.max(0, ...parts.map((part) => part.w));
  const made = TRIES.map((share) => packed(parts, Math.max(widest, want * share)));
  return made.reduce((best, one) => (Math.max(one.w / shape, one.h) < Math.max(best.w / shape, best.h) ? one : best)).spots;
}

/** Return what is connected: keys and ties of each part. */
export function components(keys: readonly string[], ties: readonly Tie[]): [string[], Tie[]][] {
  const chief = new Map(keys.map((key) => [key, key]));
  const find = (key: string): string => {
    let at = key;
    while (chief.get(at) !== at) at = chief.get(at) ?? at;
    return at;
  };
  for (const tie of ties) chief.set(find(tie.from), find(tie.to));
  const parts = new Map<string, [string[], Tie[]]>();
  const part = (key: string): [string[], Tie[]] => {
    const found = parts.get(find(key)) ?? [[], []];
    parts.set(find(key), found);
    return found;
  };
  for (const key of keys) part(key)[0].push(key);
  for (const tie of ties) part(tie.from)[1].push(tie);
  return [...parts.values()];
}

function forced(keys: readonly string[], ties: readonly Tie[]): Spots {
  const bodies: Body[] = keys.map((key) => ({ key }));
  const links: SimulationLinkDatum<Body>[] = ties.map((tie) => ({ source: tie.from, target: tie.to }));
  let state = 20_170_306;
  const random = (): number => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  forceSimulation(bodies)
    .randomSource(random)
    .force("link", forceLink<Body, SimulationLinkDatum<Body>>(links).id((one) => one.key).distance(115).strength(0.7))
    .force("charge", forceManyBody().strength(-340).distanceMax(520))
    .force("x", forceX(0).strength(0.04))
    .force("y", forceY(0).strength(0.05))
    .force("apart", forceCollide(50))
    .stop()
    .tick(ROUNDS);
  return new Map(bodies.map((one) => [one.key, { x: (one.x ?? 0) * WIDER, y: one.y ?? 0 }]));
}

/** Return a part with its corner at the origin, with room for names around it. */
function boxed(spots: Spots): Part {
  const xs = [...spots.values()].map((spot) => spot.x), ys = [...spots.values()].map((spot) => spot.y);
  const left = Math.min(...xs) - SIDE, top = Math.min(...ys) - ABOVE;
  const moved: Spots = new Map([...spots].map(([key, spot]) => [key, { x: spot.x - left, y: spot.y - top }]));
  return { spots: moved, w: Math.max(...xs) + SIDE - left, h: Math.max(...ys) + BELOW - top };
}

/** Set parts beside each other in rows no longer than a width, as they come. */
function packed(parts: readonly Part[], width: number): Part {
  const found: Spots = new Map();
  let x = 0, y = 0, row = 0, longest = 0;
  for (const part of parts) {
    if (x > 0 && x + part.w > width) [x, y, row] = [0, y + row, 0];
    for (const [key, spot] of part.spots) found.set(key, { x: Math.round(x + spot.x), y: Math.round(y + spot.y) });
    x += part.w;
    row = Math.max(row, part.h);
    longest = Math.max(longest, x);
  }
  return { spots: found, w: longest, h: y + row };
}
