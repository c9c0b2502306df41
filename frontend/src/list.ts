// A list of incidents: what maps and timelines show, for everyone who cannot or does not want to use a picture.

import type { Happening } from "./data.ts";
import { button, el } from "./dom.ts";
import { timeWords } from "./time.ts";

export const SHOWN = 60;

/** Return a word as a pill. */
export function pill(word: string): HTMLElement {
  return el("span", { class: `pill ${word.replaceAll(" ", "-")}` }, word);
}

/** Return a number with its noun, as people write it. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Return one incident as an item of a list, with what else is told of it. */
export function item(row: Happening, ...more: (Node | string | null)[]): HTMLLIElement {
  const link = el("a", { class: "label", dir: "auto", href: `/incidents/${encodeURIComponent(row.id)}` }, row.label);
  const meta = el(
    "div", { class: "meta" }, row.status !== "actual" && pill(row.status), row.background && pill("background"), el("span", {}, timeWords(row.start, row.end)),
    row.killed !== null && el("span", {}, `${row.killed.toLocaleString("en")} killed`), row.grade !== null && pill(row.grade), ...more,
  );
  return el("li", {}, link, meta);
}

/** Show incidents in a list, a portion at a time. */
export function showList<T extends Happening>(into: HTMLElement, rows: readonly T[], extra: (row: T) => (Node | string | null)[], none: string): void {
  into.replaceChildren();
  let shown = 0;
  const more = (): void => {
    const next = rows.slice(shown, shown + SHOWN);
    const items = next.map((row) => item(row, ...extra(row)));
    const last = into.querySelector(".more");
    last?.remove();
    into.append(...items);
    shown += next.length;
    if (shown < rows.length) into.append(el("li", { class: "more" }, button(`Show ${Math.min(SHOWN, rows.length - shown)} more of ${rows.length - shown}`, more)));
    if (last) items[0]?.querySelector("a")?.focus();
  };
  if (rows.length === 0) into.append(el("li", { class: "empty" }, none));
  else more();
}
