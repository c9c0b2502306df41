// What the workbench sends, checked where it comes in.

export interface Happening {
  id: string;
  label: string;
  start: string | null;
  end: string | null;
  time_precision: number | null;
  killed: number | null;
  type: string;
  status: string;
  grade: string | null;
  background: boolean;
}
export interface Placed extends Happening {
  lat: number | null;
  lon: number | null;
  ucdp_precision: number | null;
  radius_km: number | null;
  country: string | null;
}
export interface Laned extends Happening {
  lanes: string[];
}
export interface MapData { incidents: number; rows: Placed[]; countries: Record<string, string> }
export interface TimelineData { incidents: number; rows: Laned[] }
export interface Party { key: string; name: string; kind: string; country: string | null; page: string }
export interface Evidence { claim: string; day: string | null; speaks: string; factuality: string; rejected: boolean; source: string[]; words: string; page: string }
export interface Tie {
  id: string; type: string; directed: boolean; from: string; to: string; label: string; state: string; claims: number; page: string; evidence: Evidence[];
}
export interface NetworkData { at: string; incidents: number; nodes: Party[]; edges: Tie[]; days: string[] }

type Raw = Record<string, unknown>;

function fail(what: string): never {
  throw new Error(`The workbench sent something else than expected (${what}). Load the page again.`);
}
const raw = (value: unknown, what: string): Raw => (typeof value === "object" && value !== null ? (value as Raw) : fail(what));
const list = (value: unknown, what: string): unknown[] => (Array.isArray(value) ? value : fail(what));
const text = (row: Raw, name: string): string => (typeof row[name] === "string" ? row[name] : fail(name));
const number = (row: Raw, name: string): number => (typeof row[name] === "number" ? row[name] : fail(name));
const textOrNull = (row: Raw, name: string): string | null => (row[name] === null || row[name] === undefined ? null : text(row, name));
const numberOrNull = (row: Raw, name: string): number | null => (row[name] === null || row[name] === undefined ? null : number(row, name));
const texts = (value: unknown, what: string): string[] => list(value, what).map((one) => (typeof one === "string" ? one : fail(what)));
/** An address of ours; anything else would be a way out of the workbench. */
const page = (row: Raw): string => (/^\/[a-z]/.test(text(row, "page")) ? text(row, "page") : fail("page"));

function happening(row: Raw): Happening {
  return {
    id: text(row, "id"), label: text(row, "label"), start: textOrNull(row, "start"), end: textOrNull(row, "end"), time_precision: numberOrNull(row, "time_precision"),
    killed: numberOrNull(row, "killed"), type: text(row, "type"), status: text(row, "status"), grade: textOrNull(row, "grade"), background: row["background"] === true,
  };
}

export function readMap(value: unknown): MapData {
  const all = raw(value, "map");
  const rows = list(all["rows"], "rows").map((one) => {
    const row = raw(one, "row");
    return {
      ...happening(row), lat: numberOrNull(row, "lat"), lon: numberOrNull(row, "lon"), ucdp_precision: numberOrNull(row, "ucdp_precision"),
      radius_km: numberOrNull(row, "radius_km"), country: textOrNull(row, "country"),
    };
  });
  const countries = raw(all["countries"], "countries");
  return { incidents: number(all, "incidents"), rows, countries: Object.fromEntries(Object.keys(countries).map((code) => [code, text(countries, code)])) };
}

export function readTimeline(value: unknown): TimelineData {
  const all = raw(value, "timeline");
  const rows = list(all["rows"], "rows").map((one) => {
    const row = raw(one, "row");
    return { ...happening(row), lanes: texts(row["lanes"], "lanes") };
  });
  return { incidents: number(all, "incidents"), rows };
}

function evidence(value: unknown): Evidence {
  const row = raw(value, "evidence");
  return {
    claim: text(row, "claim"), day: textOrNull(row, "day"), speaks: text(row, "speaks"), factuality: text(row, "factuality"), rejected: row["rejected"] === true,
    source: texts(row["source"], "source"), words: text(row, "words"), page: page(row),
  };
}

export function readNetwork(value: unknown): NetworkData {
  const all = raw(value, "network");
  const nodes = list(all["nodes"], "nodes").map((one) => {
    const row = raw(one, "node");
    return { key: text(row, "key"), name: text(row, "name"), kind: text(row, "kind"), country: textOrNull(row, "country"), page: page(row) };
  });
  const edges = list(all["edges"], "edges").map((one) => {
    const row = raw(one, "edge");
    return {
      id: text(row, "id"), type: text(row, "type"), directed: row["directed"] === true, from: text(row, "from"), to: text(row, "to"), label: text(row, "label"),
      state: text(row, "state"), claims: number(row, "claims"), page: page(row), evidence: list(row["evidence"], "evidence").map(evidence),
    };
  });
  return { at: text(all, "at"), incidents: number(all, "incidents"), nodes, edges, days: texts(all["days"], "days") };
}

/** Ask the workbench for data and check them. */
export async function ask<T>(address: string, read: (value: unknown) => T): Promise<T> {
  const answer = await fetch(address, { headers: { accept: "application/json" }, credentials: "same-origin" });
  const body: unknown = await answer.json();
  if (!answer.ok) {
    const error = raw(raw(body, "error")["error"], "error");
    throw new Error(text(error, "message"));
  }
  return read(body);
}
