// The article reader: a span and its claims light up together, by pointer and by keyboard.
"use strict";

const claims = new Map([...document.querySelectorAll(".claims .claim[id]")].map((node) => [node.id, node]));
const spans = [...document.querySelectorAll(".reader .span[data-claims]")];

function light(keys, on) {
  for (const key of keys) claims.get(key)?.classList.toggle("lit", on);
  for (const span of spans) if (keys.some((key) => span.dataset.claims.split(" ").includes(key))) span.classList.toggle("lit", on);
}

function follow(node, keys) {
  for (const [on, events] of [[true, ["mouseenter", "focusin"]], [false, ["mouseleave", "focusout"]]]) {
    for (const event of events) node.addEventListener(event, () => light(keys, on));
  }
}

for (const span of spans) follow(span, span.dataset.claims.split(" "));
for (const [key, node] of claims) {
  node.tabIndex = 0;
  follow(node, [key]);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== node) return;
    const first = spans.find((span) => span.dataset.claims.split(" ").includes(key) && span.classList.contains("trigger"));
    first?.focus();
    first?.scrollIntoView({ block: "center" });
  });
}
