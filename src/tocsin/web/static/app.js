// The little that every page needs: the menu on small screens, the choice of light or dark, keys, and forms that ask before they act.
"use strict";

const root = document.documentElement;
const kept = localStorage.getItem("theme");
if (kept === "light" || kept === "dark") root.dataset.theme = kept;

if (matchMedia("(max-width: 60rem)").matches) for (const box of document.querySelectorAll(".filterbox")) box.open = false;

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-does]") : null;
  if (!button) return;
  if (button.dataset.does === "menu") {
    const side = document.querySelector(".side");
    const open = side.toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(open));
  }
  if (button.dataset.does === "theme") {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
  const find = document.querySelector("#find");
  if (find) { event.preventDefault(); find.focus(); }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.method === "get") for (const field of form.elements) if (field.name && field.value === "") field.disabled = true; // short, shareable addresses
});
window.addEventListener("pageshow", () => { for (const field of document.querySelectorAll("form [disabled][name]")) field.disabled = false; });
