// Text with entities, as DOM nodes: what a bot wrote never becomes raw HTML.
import { el } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Nodes for a text; `acts` has open(link) for bot links and command(text) for commands. */
export function textNodes(text, entities, acts) {
  return slice(text, entities ?? [], 0, text.length, acts);
}

/** Whether a link opens a bot rather than a web page. */
export function isBotLink(url) {
  return /^(?:https?:\/\/)?(?:t|telegram)\.me\/\w+(?:\?start=[\w-]*)?$/.test(url);
}

function slice(text, entities, from, to, acts) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    i += 1;
    if (end <= start) continue;
    const inner = [];
    while (i < entities.length && entities[i].offset < end) inner.push(entities[i++]);
    if (start > at) nodes.push(text.slice(at, start));
    nodes.push(wrapped(entity, text.slice(start, end), slice(text, inner, start, end, acts), acts));
    at = BLOCKS.has(entity.type) && text[end] === "\n" && end < to ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrapped(entity, covered, children, acts) {
  const kind = entity.type;
  if (TAGS[kind]) return el(TAGS[kind], {}, ...children);
  if (kind === "pre") return el("pre", { tabIndex: 0 }, el("code", {}, ...children));
  if (kind === "url" || kind === "text_link") return link(entity.url ?? covered, children, acts);
  if (kind === "bot_command") {
    return el("button", { type: "button", class: "command", onclick: () => acts.command(covered) }, ...children);
  }
  if (kind === "blockquote" || kind === "expandable_blockquote") return el("blockquote", {}, ...children);
  if (kind === "spoiler") {
    const spoiler = el("span", { class: "spoiler", role: "button", tabIndex: 0, title: "Tap to read" }, ...children);
    const reveal = () => spoiler.classList.add("open");
    spoiler.addEventListener("click", reveal);
    spoiler.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
    return spoiler;
  }
  if (kind === "mention" || kind === "hashtag") return el("span", { class: "mention" }, ...children);
  return el("span", {}, ...children);
}

function link(url, children, acts) {
  const address = /^[a-z]+:/i.test(url) ? url : `https://${url}`;
  const safe = /^(https?|tg|mailto|tel):/i.test(address);
  const anchor = el("a", { href: safe ? address : "#", target: "_blank", rel: "noopener noreferrer" }, ...children);
  if (isBotLink(url)) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      acts.open(address);
    });
  }
  return anchor;
}
