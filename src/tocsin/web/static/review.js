// The inbox: single keys that can be switched off, ticking by score, and a lease that is renewed while one looks.
"use strict";

const keys = document.querySelector("#keys");
if (keys) {
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
}

function step(by) {
  const links = [...document.querySelectorAll(".queue a.label")];
  const here = links.findIndex((link) => link.closest("li")?.getAttribute("aria-current") === "true");
  links[here + by]?.click();
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (!keys?.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
  if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); return; }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) { event.preventDefault(); button.click(); }
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.target.closest("[data-does=tick]") === null) return;
  const least = Number(document.querySelector("#threshold").value);
  for (const box of document.querySelectorAll("[data-score]")) box.checked = Number(box.dataset.score) >= least;
});

const open = document.querySelector("[data-record]");
if (open) {
  setInterval(() => {
    if (!document.hidden) fetch(`/records/${encodeURIComponent(open.dataset.record)}/lease`, { method: "POST", headers: { "x-csrf-token": open.dataset.csrf } });
  }, 60_000);
}
