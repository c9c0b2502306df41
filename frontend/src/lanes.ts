// Where marks of a timeline stand. No drawing here. A day is a tick; a vaguer date is a bar as long as it is vague.

import type { Laned } from "./data.ts";
import { dayNumber } from "./time.ts";

export const MOST_LANES = 12;
export const BAR_ROWS = 4;
const OTHERS = "others", UNKNOWN = "not known";

export interface Lane { name: string; rows: Laned[] }
/** Ticks of one narrow column: one incident, or several when they lie too close to be told apart. Days, the last one included. */
export interface Tick { first: number; last: number; rows: Laned[] }
/** Incidents of one and the same vague date. Days, the last one included; `row` is the line of bars that it is drawn in. */
export interface Bar { first: number; last: number; row: number; rows: Laned[] }
export interface Marks { ticks: Tick[]; bars: Bar[]; barRows: number; hidden: number }

/** Return the lanes with the most incidents first; what is left goes to "others", what has no value to "not known". */
export function lanesOf(rows: readonly Laned[]): Lane[] {
  const found = new Map<string, Laned[]>();
  const put = (name: string, row: Laned): void => {
    const lane = found.get(name);
    if (lane) lane.push(row);
    else found.set(name, [row]);
  };
  for (const row of rows) for (const name of row.lanes.length ? row.lanes : [UNKNOWN]) put(name, row);
  const unknown = found.get(UNKNOWN);
  found.delete(UNKNOWN);
  const named = [...found].map(([name, inside]) => ({ name, rows: inside })).sort((a, b) => b.rows.length - a.rows.length || a.name.localeCompare(b.name));
  const lanes = named.slice(0, MOST_LANES);
  const rest = new Set(named.slice(MOST_LANES).flatMap((lane) => lane.rows));
  if (rest.size) lanes.push({ name: OTHERS, rows: [...rest] });
  if (unknown) lanes.push({ name: UNKNOWN, rows: unknown });
  return lanes;
}

/** Return the marks of a lane between two days, columns being so many days wide. */
export function marksOf(rows: readonly Laned[], from: number, to: number, column: number): Marks {
  const ticks = new Map<number, Tick>(), bars = new Map<string, Bar>();
  for (const row of rows) {
    if (row.start === null || row.end === null) continue;
    const first = dayNumber(row.start), last = dayNumber(row.end);
    if (last < from || first > to) continue;
    if (first === last) {
      const key = column > 1 ? Math.floor(first / column) : first;
      const tick = ticks.get(key);
      if (tick) Object.assign(tick, { first: Math.min(tick.first, first), last: Math.max(tick.last, first) }).rows.push(row);
      else ticks.set(key, { first, last: first, rows: [row] });
    } else {
      const key = `${first} ${last}`;
      const bar = bars.get(key);
      if (bar) bar.rows.push(row);
      else bars.set(key, { first, last, row: 0, rows: [row] });
    }
  }
  return { ticks: [...ticks.values()], ...packed([...bars.values()], Math.max(1, column)) };
}

/** Put bars into lines so that none covers another; those that find no line are counted. The shortest, which say most, choose first. */
function packed(bars: Bar[], gap: number): { bars: Bar[]; barRows: number; hidden: number } {
  const lines: Bar[][] = [];
  const placed: Bar[] = [];
  let hidden = 0;
  for (const bar of bars.sort((a, b) => a.last - a.first - (b.last - b.first) || a.first - b.first)) {
    const free = Array.from({ length: BAR_ROWS }, (_, n) => n).find((n) => (lines[n] ?? []).every((other) => bar.first > other.last + gap || bar.last + gap < other.first));
    if (free === undefined) {
      hidden += bar.rows.length;
      continue;
    }
    (lines[free] ??= []).push(bar);
    placed.push({ ...bar, row: free });
  }
  return { bars: placed, barRows: lines.length, hidden };
}

/** Return the marks of the axis between two days: years, months or days, as many as can be read. */
export function axisOf(from: number, to: number, most: number): { day: number; text: string }[] {
  const start = new Date(from * 86_400_000), months = (to - from) / 30.44;
  const marks: { day: number; text: string }[] = [];
  const add = (year: number, month: number, day: number, text: string): void => {
    const number = Math.round(Date.UTC(year, month, day) / 86_400_000);
    if (number >= from && number <= to) marks.push({ day: number, text });
  };
  const name = (month: number): string => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month] ?? "";
  if (months > most * 3) {
    const step = [1, 2, 5, 10, 20, 50, 100, 200].find((years) => months / 12 / years <= most) ?? 500;
    for (let year = Math.ceil(start.getUTCFullYear() / step) * step; year * 12 <= start.getUTCFullYear() * 12 + months + 24; year += step) add(year, 0, 1, String(year));
  } else if (months > 2) {
    const step = [1, 2, 3, 6].find((size) => months / size <= most) ?? 6;
    for (let n = 0; n <= months + step + 1; n += 1) {
      const month = start.getUTCMonth() + n;
      if (month % step === 0) add(start.getUTCFullYear(), month, 1, month % 12 === 0 ? String(start.getUTCFullYear() + month / 12) : name(month % 12));
    }
  } else {
    const step = [1, 2, 5, 10].find((size) => (to - from) / size <= most) ?? 10;
    for (let day = Math.ceil(from); day <= to; day += 1) {
      const date = new Date(day * 86_400_000);
      if ((date.getUTCDate() - 1) % step === 0 && (date.getUTCDate() < 30 || step === 1)) marks.push({ day, text: `${date.getUTCDate()} ${name(date.getUTCMonth())}` });
    }
  }
  return marks;
}
