// Days and months as numbers: days since 1970, months since year 0.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY = 86_400_000;

/** Return the number of an ISO day. */
export function dayNumber(day: string): number {
  return Math.round(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / DAY);
}

/** Return the ISO day of a number. */
export function isoDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** Return the month that an ISO day lies in. */
export function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** Return a month as 2016-07. */
export function isoMonth(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** Return the last day of a month. */
export function monthEnd(month: number): string {
  return isoDay(dayNumber(`${isoMonth(month + 1)}-01`) - 1);
}

/** Return a month as "Jul 2016". */
export function monthWords(month: number): string {
  return `${MONTHS[month % 12] ?? ""} ${Math.floor(month / 12)}`;
}

/** Return a day as "3 Jul 2016". */
export function dayWords(day: string): string {
  return `${Number(day.slice(8, 10))} ${monthWords(monthNumber(day))}`;
}

/** Return when something happened at the precision that is known. */
export function timeWords(start: string | null, end: string | null): string {
  if (!start || !end) return start ? `since ${dayWords(start)}` : end ? `until ${dayWords(end)}` : "undated";
  if (start === end) return dayWords(start);
  if (start.endsWith("-01-01") && end.endsWith("-12-31")) return start.slice(0, 4) === end.slice(0, 4) ? start.slice(0, 4) : `${start.slice(0, 4)}–${end.slice(0, 4)}`;
  const month = monthNumber(start);
  if (month === monthNumber(end) && start.endsWith("-01") && end === monthEnd(month)) return monthWords(month);
  return `${dayWords(start)} – ${dayWords(end)}`;
}

/** Tell whether something may have happened in months: the rule of the filter's since and until. Undated things match only no window at all. */
export function touches(start: string | null, end: string | null, from: number, to: number): boolean {
  return start !== null && end !== null && monthNumber(end) >= from && monthNumber(start) <= to;
}
