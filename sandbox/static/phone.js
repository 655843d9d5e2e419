// One phone: its conversation, its input, what its owner can do.
import { bubble, waitingBubble } from "./bubbles.js";
import { dayName, hourMinute, wall, wallNow } from "./clock.js";
import { ask, el } from "./dom.js";
import { isBotLink } from "./entities.js";
import { buildFrame } from "./frame.js";
import { attachItems, replyKeyboard } from "./keys.js";
import { alertBox, menuSheet, toast } from "./sheets.js";

const TYPING_SHOWN = 5000;

export class Phone {
  /** `told` is the phone as the control API lists it; `bot` gives the current bot's username. */
  constructor(told, bot, useBot) {
    Object.assign(this, { told, bot, useBot });
    this.state = { opened: false, blocked: false, online: told.online, keyboard: null, waiting: [], commands: [], bot: {} };
    this.keysHidden = false;
    this.loading = 0;
    this.late = [];
    this.acts = {
      open: (link) => this.open(link),
      command: (text) => this.type(text),
      press: (message, button, node) => this.press(message, button, node),
      file: (id) => `/sandbox/files/${this.bot()}/${id}`,
    };
    this.parts = buildFrame(this);
    this.root = this.parts.root;
    this.tick();
  }

  async load() {
    if (!this.bot()) return;
    this.loading += 1;
    try {
      const told = await this.ask("");
      this.told = told.phone;
      this.parts.log.replaceChildren();
      for (const entry of told.messages) this.show(entry);
      this.setState(told.state);
      this.toEnd();
    } finally {
      this.loading -= 1;
    }
    if (!this.loading) for (const event of this.late.splice(0)) this.hear(event);
  }

  /** An event of this phone; while the conversation loads, events wait for it. */
  hear(event) {
    if (this.loading) this.late.push(event);
    else if (event.type === "entry") this.show(event.entry);
    else if (event.type === "gone") this.find(event.message_id)?.remove();
    else if (event.type === "state") this.setState(event.state);
    else if (event.type === "typing") this.busy();
    else if (event.type === "reload") this.load();
  }

  tick() {
    this.parts.time.textContent = hourMinute(wallNow());
  }

  /** Ask the control API about this phone with the current bot; a refusal becomes a toast and throws. */
  async ask(path, body) {
    const way = path ? `/${path}` : "";
    return ask(`phones/${this.told.id}${way}?bot=${encodeURIComponent(this.bot())}`, body);
  }

  async act(path, body = {}) {
    try {
      return await this.ask(path, body);
    } catch (error) {
      toast(this.parts.screen, error.message);
      return null;
    }
  }

  find(id) {
    return this.parts.log.querySelector(`[data-message-id="${id}"]`);
  }

  show(entry) {
    const { log } = this.parts;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
    const fresh = bubble(entry, this.acts);
    const old = this.find(entry.message.message_id);
    if (old) old.replaceWith(fresh);
    else {
      this.separateDays(entry);
      const firstWaiting = log.querySelector(".waiting");
      log.insertBefore(fresh, firstWaiting);
      fresh.classList.add("new");
    }
    if (entry.from_bot) this.idle();
    this.parts.empty.hidden = true;
    if (atEnd && !old) this.toEnd();
    fresh.querySelector("img")?.addEventListener("load", () => atEnd && this.toEnd());
  }

  separateDays(entry) {
    const { log } = this.parts;
    const day = dayName(wall(entry.shown_at));
    const last = [...log.querySelectorAll(".day")].at(-1);
    if (last?.textContent !== day) log.insertBefore(el("div", { class: "day" }, day), log.querySelector(".waiting"));
  }

  toEnd() {
    this.parts.log.scrollTop = this.parts.log.scrollHeight;
  }

  setState(state) {
    const { parts } = this;
    const keysBefore = JSON.stringify(this.state.keyboard);
    if (JSON.stringify(state.keyboard) !== keysBefore) this.keysHidden = false;
    this.state = state;
    this.told.online = state.online;
    parts.root.classList.toggle("offline", !state.online);
    parts.root.classList.toggle("blocked", state.blocked);
    parts.botName.textContent = state.bot.name ?? "";
    parts.avatar.textContent = (state.bot.name ?? "?").slice(0, 1).toUpperCase();
    parts.about.textContent = state.bot.description || "This chat is empty. Say hello. · Ketuk Start.";
    parts.aboutName.textContent = `What can ${state.bot.name} do?`;
    parts.empty.hidden = state.opened || parts.log.querySelector(".row") !== null;
    parts.pinned.hidden = !state.pinned;
    parts.pinned.textContent = state.pinned ? `📌 ${(state.pinned.text ?? "").split("\n")[0]}` : "";
    parts.offline.setAttribute("aria-pressed", String(!state.online));
    parts.block.setAttribute("aria-pressed", String(state.blocked));
    parts.menu.hidden = state.commands.length === 0;
    parts.start.hidden = state.opened || state.blocked;
    parts.unblock.hidden = !state.blocked;
    parts.composer.hidden = state.blocked || !state.opened;
    this.idle();
    this.showWaiting();
    this.showKeys();
  }

  showWaiting() {
    const { log } = this.parts;
    for (const old of log.querySelectorAll(".waiting")) old.remove();
    for (const draft of this.state.waiting) log.append(waitingBubble(draft, this.acts));
    if (this.state.waiting.length) this.toEnd();
  }

  showKeys() {
    const { parts, state } = this;
    const keyboard = state.keyboard?.keyboard && !state.blocked ? state.keyboard : null;
    parts.keysToggle.hidden = !keyboard;
    parts.keysToggle.setAttribute("aria-pressed", String(!this.keysHidden));
    parts.keys.replaceChildren(...(keyboard && !this.keysHidden ? replyKeyboard(keyboard, this) : []));
    parts.keys.hidden = !keyboard || this.keysHidden;
    parts.input.placeholder = state.keyboard?.input_field_placeholder || "Message";
    parts.reply.hidden = !state.keyboard?.force_reply;
    this.toEnd();
  }

  toggleKeys() {
    this.keysHidden = !this.keysHidden;
    this.showKeys();
  }

  busy() {
    this.parts.status.textContent = "typing…";
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.idle(), TYPING_SHOWN);
  }

  idle() {
    const { state, parts } = this;
    parts.status.textContent = !state.online ? "waiting for network…" : state.blocked ? "blocked" : "bot";
  }

  async sendInput() {
    const text = this.parts.input.value.trim();
    if (!text) return;
    this.parts.input.value = "";
    this.parts.grow();
    if (!(await (isBotLink(text) ? this.open(text) : this.type(text)))) this.parts.input.value = text;
  }

  type(text) {
    return this.act("text", { text });
  }

  async open(link) {
    const username = new URL(/^https?:/.test(link) ? link : `https://${link}`).pathname.slice(1);
    const done = await this.act("open", { link });
    if (done) this.useBot(username);
    return done;
  }

  async press(message, button, node) {
    if (button.url) return isBotLink(button.url) ? this.open(button.url) : window.open(button.url, "_blank", "noopener");
    if (button.copy_text) {
      await navigator.clipboard?.writeText(button.copy_text.text).catch(() => {});
      return toast(this.parts.screen, "Copied");
    }
    node.classList.add("pressed");
    const answer = await this.act("press", { message_id: message.message_id, data: button.callback_data });
    node.classList.remove("pressed");
    if (!answer) return null;
    if (!answer.answered) return toast(this.parts.screen, "The bot did not answer this press.");
    if (answer.text && answer.show_alert) return alertBox(this.parts.screen, this.state.bot.name, answer.text);
    if (answer.text) toast(this.parts.screen, answer.text);
    return null;
  }

  toggleOnline() {
    return this.act(this.state.online ? "offline" : "online");
  }

  toggleBlock() {
    return this.act(this.state.blocked ? "unblock" : "block");
  }

  showMenu() {
    const items = this.state.commands.map((one) => ({
      title: `/${one.command}`, hint: one.description, testid: "menu-command", act: () => this.type(`/${one.command}`),
    }));
    menuSheet(this.parts.screen, "Commands", items);
  }

  showAttach() {
    menuSheet(this.parts.screen, "Share", attachItems(this));
  }
}
