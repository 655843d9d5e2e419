// The keyboard a bot puts under the input, and the things a phone can share.
import { el } from "./dom.js";
import { formSheet } from "./sheets.js";

const HOME = { latitude: -6.36102, longitude: 106.82754 };

/** Rows of keys; a key types its text, or shares what it asks for. */
export function replyKeyboard(keyboard, phone) {
  return keyboard.keyboard.map((row) => el("div", { class: "keys-row" }, ...row.map((raw) => {
    const key = typeof raw === "string" ? { text: raw } : raw;
    const act = key.request_contact ? () => phone.act("contact")
      : key.request_location ? () => phone.act("location", here(phone))
        : () => phone.type(key.text);
    return el("button", { type: "button", testid: "reply-key", onclick: act }, key.text);
  })));
}

/** The menu behind the paper clip. */
export function attachItems(phone) {
  return [
    { title: "My contact", hint: `+${phone.told.phone_number}`, icon: "person", testid: "attach-contact", act: () => phone.act("contact") },
    { title: "Somebody else's contact", hint: "Kontak orang lain", icon: "person", testid: "attach-other-contact", act: () => askContact(phone) },
    { title: "Location", hint: "Lokasi", icon: "pin", testid: "attach-location", act: () => askPlace(phone) },
    { title: "Take a photo", hint: "A sample picture of a house", icon: "camera", testid: "attach-photo", act: () => phone.act("photo") },
    { title: "Photo from this computer", hint: "JPEG or PNG", icon: "picture", testid: "attach-upload", act: () => upload(phone, "photo", "image/jpeg,image/png") },
    { title: "Album", hint: "Three sample pictures at once", icon: "picture", testid: "attach-album", act: () => askAlbum(phone) },
    { title: "Place from the map", hint: "Tempat dari peta", icon: "pin", testid: "attach-venue", act: () => phone.act("venue", { ...spot(phone), title: "Warung Bu Sri", address: "Jl. Mangga" }) },
    { title: "Live location", hint: "Lokasi langsung", icon: "pin", testid: "attach-live", act: () => phone.act("location", { ...spot(phone), live_period: 900 }) },
    { title: "Forward a line", hint: "Pesan terusan", icon: "file", testid: "attach-forward", act: () => askForward(phone) },
    { title: "Edit my last message", hint: "Ubah pesan terakhir", icon: "file", testid: "attach-edit", act: () => askEdit(phone) },
    { title: "File", hint: "Berkas", icon: "file", testid: "attach-file", act: () => upload(phone, "document", "") },
  ];
}

function here(phone) {
  const step = (phone.told.user_id % 97) / 20000;
  return { latitude: HOME.latitude + step, longitude: HOME.longitude - step, horizontal_accuracy: 12 };
}

function spot(phone) {
  const { latitude, longitude } = here(phone);
  return { latitude, longitude };
}

function askAlbum(phone) {
  const fields = [{ name: "caption", label: "Words under the first", value: "12" }];
  formSheet(phone.parts.screen, "Album", fields, (told) => phone.act("album", { photos: 3, ...told }));
}

function askForward(phone) {
  const fields = [{ name: "name", label: "From", value: "Dewi" }, { name: "text", label: "Text", value: "12 S 4" }];
  formSheet(phone.parts.screen, "Forwarded", fields, (told) => phone.act("forward", told));
}

function askEdit(phone) {
  const mine = [...phone.parts.log.querySelectorAll('.row.person[data-message-id]')]
    .filter((row) => row.querySelector('[data-testid="text"]')).at(-1);
  if (!mine) return;
  const fields = [{ name: "text", label: "Text", value: mine.querySelector('[data-testid="text"]').textContent }];
  formSheet(phone.parts.screen, "Edit", fields, (told) => {
    phone.act("edit", { message_id: Number(mine.dataset.messageId), ...told });
  });
}

function askContact(phone) {
  const fields = [
    { name: "first_name", label: "Name", value: "Dewi" },
    { name: "phone_number", label: "Phone number", value: "628110001234" },
  ];
  formSheet(phone.parts.screen, "Somebody else's contact", fields, (told) => phone.act("contact", told));
}

function askPlace(phone) {
  const place = here(phone);
  const fields = [
    { name: "latitude", label: "Latitude (degrees)", value: place.latitude.toFixed(5) },
    { name: "longitude", label: "Longitude (degrees)", value: place.longitude.toFixed(5) },
    { name: "horizontal_accuracy", label: "Accuracy (metres)", value: "12" },
  ];
  formSheet(phone.parts.screen, "Location", fields, (told) => {
    const numbers = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, Number(value)]));
    phone.act("location", numbers);
  });
}

function upload(phone, kind, accept) {
  const picker = el("input", { type: "file", accept });
  picker.addEventListener("change", () => {
    const form = new FormData();
    form.append(kind, picker.files[0]);
    phone.act(kind, form);
  });
  picker.click();
}
