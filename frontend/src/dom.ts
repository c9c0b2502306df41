// Elements without markup in strings: whatever comes from the ledger is text.

export type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

function fill<T extends Element>(made: T, attributes: Attributes, children: Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/** Return a new element of HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

/** Return a new element of SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

/** Return an element of the page that must be there. */
export function need<T extends Element>(selector: string, kind: new () => T, within: ParentNode = document): T {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page lacks ${selector}.`);
  return found;
}

/** Return a button that does something. */
export function button(text: string, does: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", does);
  return made;
}

/** Return a value of the page's style: colours are told once, in the stylesheet. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Call back when the reader changes between light and dark. */
export function onTheme(does: () => void): void {
  new MutationObserver(does).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", does);
}

/** Return a function that calls another once, a moment after the last call. */
export function soon(does: () => void, milliseconds = 120): () => void {
  let waiting = 0;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(does, milliseconds);
  };
}

/** Put values into the page's address without leaving the page; empty ones go. */
export function keepInAddress(values: Record<string, string>): void {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
}

/** Return a page of ours with the filter of this one, some values changed. */
export function withFilter(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(location.search);
  for (const name of ["page", "at", "lanes", "order"]) query.delete(name);
  for (const [name, value] of Object.entries(values)) query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
