// Small pieces for building the page: elements without raw HTML, icons, calls to the control API.

/** An element with properties, attributes (keys with a dash, or aria/role) and children. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "testid") node.setAttribute("data-testid", value);
    else if (name.includes("-") || name === "role") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const SHAPES = {
  plane: "M21 15.5v-2l-8-5V3.5a1.5 1.5 0 0 0-3 0v5l-8 5v2l8-2.5v5l-2 1.5V21l3.5-1 3.5 1v-1.5l-2-1.5v-5z",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.2a6.8 6.8 0 0 1 4.1 1.4L6.6 16.1A6.8 6.8 0 0 1 12 5.2zm0 13.6a6.8 6.8 0 0 1-4-1.3l9.4-9.4A6.8 6.8 0 0 1 12 18.8z",
  send: "M3 20.5 22 12 3 3.5v6.6L15 12 3 13.9z",
  clip: "M16.5 6v10.5a4.5 4.5 0 0 1-9 0V5.5a3 3 0 0 1 6 0v10a1.5 1.5 0 0 1-3 0V7H9v8.5a3 3 0 0 0 6 0v-10a4.5 4.5 0 0 0-9 0v11a6 6 0 0 0 12 0V6z",
  keys: "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7c0-1.1.9-2 2-2zm1.5 3v2h2V8zm3.7 0v2h2V8zm3.7 0v2h2V8zm3.6 0v2h2V8zM5.5 11.500v2h2v-2zm3.7 0v2h2v-2zm3.7 0v2h2v-2zm3.6 0v2h2v-2zM8 15v1.700h8V15z",
  menu: "M4 6.500h16v2H4zm0 4.500h16v2H4zm0 4.500h16v2H4z",
  person: "M12 12a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.400zm0 2c-4 0-8 2-8 4.800V21h16v-2.200c0-2.8-4-4.8-8-4.800z",
  pin: "M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7zm0 9.500a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5z",
  camera: "M9 4 7.2 6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-3.200L15 4zm3 14a5 5 0 1 1 0-10 5 5 0 0 1 0 10zm0-2a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  picture: "M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6c0-1.1.9-2 2-2zm1 13h14l-4.5-6-3.5 4.5-2.5-3zM8 10a1.7 1.7 0 1 0 0-3.400A1.7 1.7 0 0 0 8 10z",
  file: "M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4c0-1.1.9-2 2-2zm7 1.500V9h5.500z",
  waiting: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16zm.8-13h-1.600v6l5 3 .8-1.3-4.2-2.500z",
};

/** An icon that screen readers skip; its button carries the label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Ask the control API; throws an Error with its words when it refuses. */
export async function ask(path, body, method) {
  const form = body instanceof FormData;
  const answer = await fetch(`/sandbox/${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: body === undefined || form ? {} : { "Content-Type": "application/json" },
    body: form ? body : body === undefined ? undefined : JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? `The sandbox answered ${answer.status}`);
  return told;
}
