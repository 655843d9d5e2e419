// One message as a bubble: text, picture, file, place or contact, with its time and buttons.
import { hourMinute, wall } from "./clock.js";
import { el, icon } from "./dom.js";
import { textNodes } from "./entities.js";

/** The bubble of a transcript entry. `acts`: open, command, press(message, button, node), file(id). */
export function bubble(entry, acts) {
  const { message, from_bot: fromBot } = entry;
  const stamp = el("span", { class: "stamp" }, message.edit_date ? "edited " : "", hourMinute(wall(entry.shown_at)));
  const body = el("div", { class: "bubble" }, quoted(message), ...contents(message, acts),
    entry.reaction ? el("span", { class: "reaction", testid: "reaction" }, entry.reaction) : null, stamp);
  const row = el("div", {
    class: `row ${fromBot ? "bot" : "person"}${message.photo ? " pictured" : ""}`,
    testid: "bubble",
    "data-message-id": message.message_id,
    "data-from": fromBot ? "bot" : "person",
  }, el("div", { class: "stack" }, body, inlineKeyboard(message, acts)));
  return row;
}

/** A message that waits in the phone for a signal. */
export function waitingBubble(draft, acts) {
  const clockSign = el("span", { class: "stamp" }, "waiting ", icon("waiting"));
  const body = el("div", { class: "bubble" }, ...contents(draft.content, acts), clockSign);
  return el("div", { class: "row person waiting", testid: "waiting" }, el("div", { class: "stack" }, body));
}

function quoted(message) {
  const target = message.reply_to_message;
  if (!target) return null;
  const kind = ["photo", "document", "location", "contact"].find((name) => target[name]) ?? "message";
  const words = target.text ?? target.caption ?? `${kind[0].toUpperCase()}${kind.slice(1)}`;
  return el("div", { class: "quoted" }, el("strong", {}, target.from.first_name), el("span", {}, words));
}

function contents(message, acts) {
  const parts = [];
  if (message.forward_origin) parts.push(forwarded(message.forward_origin));
  if (message.photo) parts.push(picture(message.photo, acts));
  if (message.document) parts.push(file(message.document, acts));
  if (message.location) parts.push(place(message.location, message.venue));
  if (message.contact) parts.push(contact(message.contact));
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    parts.push(el("div", { class: "text", testid: "text" }, ...textNodes(text, entities, acts)));
  }
  return parts;
}

function picture(sizes, acts) {
  const best = sizes[sizes.length - 1];
  return el("img", { src: acts.file(best.file_id), alt: "Photo", class: "photo", width: best.width, height: best.height });
}

function file(document, acts) {
  const size = document.file_size < 1024 ? `${document.file_size} bytes`
    : document.file_size < 1048576 ? `${Math.round(document.file_size / 1024)} kB`
      : `${(document.file_size / 1048576).toFixed(1)} MB`;
  return el("a", { class: "card file", href: acts.file(document.file_id), download: document.file_name },
    el("span", { class: "disc" }, icon("file")),
    el("span", { class: "lines" }, el("strong", {}, document.file_name), el("small", {}, size)));
}

function forwarded(origin) {
  return el("div", { class: "quoted" }, el("strong", {}, "Forwarded from"),
    el("span", {}, origin.sender_user?.first_name ?? origin.sender_user_name));
}

function place(location, venue) {
  const accuracy = location.horizontal_accuracy ? ` · ±${Math.round(location.horizontal_accuracy)} m` : "";
  return el("div", { class: "place", role: "img", "aria-label": "Location" },
    el("div", { class: "map" }, icon("pin")),
    el("small", {}, `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}${accuracy}`),
    venue ? el("strong", {}, venue.title) : location.live_period ? el("small", {}, "live") : null);
}

function contact(told) {
  return el("div", { class: "card" },
    el("span", { class: "disc" }, icon("person")),
    el("span", { class: "lines" }, el("strong", {}, told.first_name), el("small", {}, `+${told.phone_number.replace(/^\+/, "")}`)));
}

function inlineKeyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return el("div", { class: "inline", role: "group", "aria-label": "Buttons" },
    ...rows.map((row) => el("div", { class: "inline-row" }, ...row.map((button) => inlineButton(message, button, acts)))));
}

function inlineButton(message, button, acts) {
  const node = el("button", { type: "button", testid: "inline-button", "data-callback": button.callback_data }, button.text);
  if (button.url) node.classList.add("leads-out");
  node.addEventListener("click", () => acts.press(message, button, node));
  return node;
}
