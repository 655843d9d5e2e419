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
    { title: "File", hint: "Berkas", icon: "file", testid: "attach-file", act: () => upload(phone, "document", "") },
  ];
}

function here(phone) {
  const step = (phone.told.user_id % 97) / 20000;
  return { latitude: HOME.latitude + step, longitude: HOME.longitude - step, horizontal_accuracy: 12 };
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
