// What slides over a phone's screen: menus, small forms, alerts, toasts.
import { el, icon } from "./dom.js";

const TOAST_SHOWN = 4000;

/** A short notice that goes by itself. */
export function toast(screen, words) {
  for (const old of screen.querySelectorAll(".toast")) old.remove();
  const node = el("div", { class: "toast", role: "status", testid: "toast" }, words);
  screen.append(node);
  setTimeout(() => node.remove(), TOAST_SHOWN);
}

/** A notice that stays until it is read. */
export function alertBox(screen, title, words) {
  const close = () => shade.remove();
  const ok = el("button", { type: "button", class: "main", testid: "alert-ok", onclick: close }, "OK");
  const box = el("div", { class: "box", role: "alertdialog", "aria-label": title, testid: "alert" },
    el("strong", {}, title), el("p", {}, words), el("div", { class: "box-buttons" }, ok));
  const shade = cover(screen, box, "middle");
  ok.focus();
}

/** A list of choices from below; items have title, hint, icon, testid, act. */
export function menuSheet(screen, title, items) {
  const sheet = el("div", { class: "sheet", role: "menu", "aria-label": title },
    ...items.map((item) => el("button", {
      type: "button", role: "menuitem", testid: item.testid, onclick: () => { shade.remove(); item.act(); },
    }, item.icon ? el("span", { class: "disc" }, icon(item.icon)) : null,
    el("span", { class: "lines" }, el("strong", {}, item.title), el("small", {}, item.hint)))));
  const shade = cover(screen, sheet, "low");
  sheet.querySelector("button")?.focus();
}

/** A small form from below; `done` gets the values by name. */
export function formSheet(screen, title, fields, done) {
  const form = el("form", { class: "sheet form", "aria-label": title }, el("strong", {}, title),
    ...fields.map((field) => el("label", {}, field.label,
      el("input", { name: field.name, value: field.value, required: true, autocomplete: "off" }))),
    el("button", { type: "submit", class: "main", testid: "sheet-send" }, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    shade.remove();
    done(Object.fromEntries(new FormData(form)));
  });
  const shade = cover(screen, form, "low");
  form.querySelector("input").focus();
}

function cover(screen, content, where) {
  const shade = el("div", { class: `shade ${where}` }, content);
  shade.addEventListener("click", (event) => event.target === shade && shade.remove());
  shade.addEventListener("keydown", (event) => event.key === "Escape" && shade.remove());
  screen.append(shade);
  return shade;
}
