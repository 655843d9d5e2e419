// The phone's fixed parts: case, header, conversation, composer.
import { el, icon } from "./dom.js";

function iconButton(name, label, testid, act) {
  return el("button", { type: "button", class: "icon", "aria-label": label, title: label, testid, onclick: act }, icon(name));
}

/** Builds the phone's DOM and returns its parts by name. */
export function buildFrame(phone) {
  const parts = {};
  buildHeader(phone, parts);
  buildConversation(parts);
  buildComposer(phone, parts);
  parts.screen = el("div", { class: "screen" }, parts.bar, parts.header, parts.pinned, parts.log, parts.empty, parts.suggestions,
    parts.reply, parts.start, parts.unblock, parts.composer, parts.keys);
  const caption = el("footer", {}, el("strong", {}, phone.told.name), el("span", {}, phone.told.caption || "Phone"));
  parts.root = el("article", {
    class: "phone", testid: "phone", "data-phone": phone.told.id, "aria-label": `Phone of ${phone.told.name}`,
  }, el("div", { class: "case" }, parts.screen), caption);
  return parts;
}

function buildHeader(phone, parts) {
  parts.time = el("span", { class: "bar-time" });
  const signal = el("span", { class: "bar-signal", "aria-hidden": "true" }, el("i"), el("i"), el("i"), el("i"));
  parts.bar = el("div", { class: "bar" }, parts.time, el("span", { class: "bar-plane" }, icon("plane")), signal);
  parts.avatar = el("span", { class: "avatar", "aria-hidden": "true" });
  parts.botName = el("strong", { testid: "bot-name" });
  parts.status = el("small", { testid: "status" });
  parts.offline = iconButton("plane", "Offline: no signal · tanpa sinyal", "offline", () => phone.toggleOnline());
  parts.block = iconButton("block", "Block the bot · blokir", "block", () => phone.toggleBlock());
  parts.pinned = el("div", { class: "pinned", hidden: true, testid: "pinned" });
  parts.header = el("header", {}, parts.avatar, el("div", { class: "who" }, parts.botName, parts.status),
    parts.offline, parts.block);
}

function buildConversation(parts) {
  parts.log = el("div", { class: "log", role: "log", tabIndex: 0, "aria-label": "Conversation", testid: "log" });
  parts.aboutName = el("strong");
  parts.about = el("p");
  parts.empty = el("div", { class: "empty", hidden: true }, parts.aboutName, parts.about);
}

function buildComposer(phone, parts) {
  const { told } = phone;
  parts.suggestions = el("div", { class: "suggestions", role: "group", "aria-label": "Try this" },
    ...told.suggestions.map((one) => el("button", {
      type: "button", testid: "suggestion", title: one.text, onclick: () => phone.type(one.text),
    }, one.label)));
  parts.suggestions.hidden = told.suggestions.length === 0;
  parts.reply = el("div", { class: "reply", hidden: true }, "Reply to the bot's question");
  parts.start = el("button", { type: "button", class: "wide", testid: "start", onclick: () => phone.type("/start") }, "Start");
  parts.unblock = el("button", { type: "button", class: "wide warn", testid: "unblock", onclick: () => phone.toggleBlock() },
    "Unblock the bot");
  parts.menu = el("button", { type: "button", class: "menu", testid: "menu", onclick: () => phone.showMenu() },
    icon("menu"), "Menu");
  parts.input = el("textarea", { rows: 1, placeholder: "Message", testid: "input", "aria-label": `Message from ${told.name}` });
  parts.grow = () => {
    parts.input.style.height = "auto";
    parts.input.style.height = `${Math.min(parts.input.scrollHeight, 120)}px`;
  };
  parts.input.addEventListener("input", parts.grow);
  parts.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    phone.sendInput();
  });
  parts.keysToggle = iconButton("keys", "Show or hide the keyboard", "keys-toggle", () => phone.toggleKeys());
  parts.keys = el("div", { class: "keys", role: "group", "aria-label": "Keyboard of the bot", hidden: true });
  parts.composer = el("div", { class: "composer" }, parts.menu,
    iconButton("clip", "Share a contact, place, photo or file", "attach", () => phone.showAttach()),
    parts.input, parts.keysToggle,
    el("button", { type: "button", class: "icon send", "aria-label": "Send", testid: "send", onclick: () => phone.sendInput() },
      icon("send")));
}
