// The program's clock: shown on the page and in every phone, moved forward by its buttons.
import { ask } from "./dom.js";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];

let movable = false;
let ahead = 0; // milliseconds from this computer's clock to the wall time that is shown

/** An ISO time as a Date whose UTC fields are the wall time to show. */
export function wall(iso) {
  if (movable) return new Date(`${iso.slice(0, 19)}Z`);
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
}

/** The wall time now. */
export function wallNow() {
  return movable ? new Date(Date.now() + ahead) : wall(new Date().toISOString());
}

/** HH:MM. */
export function hourMinute(date) {
  return date.toISOString().slice(11, 16);
}

/** Friday, 12 June 2026. */
export function dayName(date) {
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Take in what the sandbox says about its clock. */
export function setClock(told) {
  movable = told.movable;
  if (movable) ahead = wall(told.now).getTime() - Date.now();
}

/** Bring the clock on the page to life; `problem` shows a refusal, `tick` runs every second. */
export async function startClock(section, problem, tick) {
  setClock(await ask("clock"));
  section.hidden = !movable;
  const time = section.querySelector("[data-testid=clock-time]");
  const date = section.querySelector("[data-testid=clock-date]");
  const other = section.querySelector("details");
  const custom = section.querySelector("input");
  const show = () => {
    time.textContent = hourMinute(wallNow());
    date.textContent = dayName(wallNow());
    tick();
  };
  const move = async (wanted) => {
    section.classList.add("busy");
    try {
      setClock(await ask("clock", wanted));
      show();
    } catch (error) {
      problem(error.message);
    } finally {
      section.classList.remove("busy");
    }
  };
  for (const button of section.querySelectorAll("button[data-minutes]")) {
    button.addEventListener("click", () => move({ minutes: Number(button.dataset.minutes) }));
  }
  for (const button of section.querySelectorAll("button[data-to]")) {
    button.addEventListener("click", () => move({ to: button.dataset.to }));
  }
  other.addEventListener("toggle", () => {
    if (other.open) custom.value = wallNow().toISOString().slice(0, 16);
  });
  section.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    other.open = false;
    move({ to: custom.value });
  });
  show();
  setInterval(show, 1000);
}
