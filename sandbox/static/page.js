// The page: all phones side by side, kept current by the sandbox's event stream.
import { setClock, startClock } from "./clock.js";
import { ask, el } from "./dom.js";
import { Phone } from "./phone.js";

const shelf = document.querySelector(".phones");
const note = document.querySelector(".page-note");
const phones = new Map();
let bot = "";

function problem(words) {
  note.textContent = words;
  note.hidden = !words;
  clearTimeout(problem.timer);
  problem.timer = setTimeout(() => { note.hidden = true; }, 6000);
}

function addPhone(told) {
  if (phones.has(told.id)) return;
  const phone = new Phone(told, () => bot, useBot);
  phones.set(told.id, phone);
  shelf.append(phone.root);
  phone.load();
}

function useBot(username) {
  if (username.toLowerCase() === bot.toLowerCase()) return;
  bot = username;
  document.querySelector(".bots select").value = username;
  for (const phone of phones.values()) phone.load();
}

async function loadAll() {
  const bots = await ask("bots");
  if (!bots.length) problem("No bot has called yet. Start one, and it appears here.");
  if (!bots.some((one) => one.username === bot)) bot = bots[0]?.username ?? "";
  const select = document.querySelector(".bots select");
  select.replaceChildren(...bots.map((one) => el("option", { value: one.username }, `${one.name} (@${one.username})`)));
  select.value = bot;
  select.closest("label").hidden = bots.length < 2;
  setClock(await ask("clock"));
  for (const told of await ask("phones")) {
    if (phones.has(told.id)) phones.get(told.id).load();
    else addPhone(told);
  }
}

function hear(event) {
  if (event.type === "hello" || event.type === "bot") loadAll().catch((error) => problem(error.message));
  else if (event.type === "phone") addPhone(event.phone);
  else if (event.type === "clock") setClock(event);
  else if (!event.bot || event.bot === bot) phones.get(event.phone)?.hear(event);
}

function listen() {
  const stream = new EventSource("/sandbox/events");
  stream.onmessage = (message) => hear(JSON.parse(message.data));
  stream.onerror = () => problem("The sandbox does not answer. Waiting for it…");
}

function offerNewPhone() {
  const dialog = document.querySelector(".new-phone");
  const form = dialog.querySelector("form");
  document.querySelector(".add").addEventListener("click", () => { form.reset(); dialog.showModal(); });
  form.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async () => {
    const told = Object.fromEntries(new FormData(form));
    try {
      addPhone(await ask("phones", { name: told.name, caption: told.caption, language_code: told.language }));
      shelf.lastElementChild.scrollIntoView({ behavior: "smooth", inline: "center" });
    } catch (error) {
      problem(error.message);
    }
  });
}

document.querySelector(".bots select").addEventListener("change", (event) => useBot(event.target.value));
offerNewPhone();
startClock(document.querySelector(".clock"), problem, () => phones.forEach((phone) => phone.tick()))
  .then(listen)
  .catch((error) => problem(error.message));
