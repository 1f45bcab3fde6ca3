// Elements made by hand: text goes in as text and never as markup.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  send: "M4 12 20 4l-5 16-4-6zM11 14l9-10",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7",
  menu: "M4 7h16M4 12h16M4 17h10",
  back: "M15 5l-7 7 7 7",
  reply: "M10 9V4L3 11l7 7v-5c5 0 8 2 11 6-1-7-5-10-11-10z",
  forward: "M14 9V4l7 7-7 7v-5c-5 0-8 2-11 6 1-7 5-10 11-10z",
  edit: "M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  down: "M6 10l6 6 6-6",
  silent: "M4 4l16 16M9 5.5A5 5 0 0 1 17 10v4l2 3H7M7 9v5l-2 3M10.5 20h3",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  plus: "M12 5v14M5 12h14",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-6 8-6s7 1 8 6",
  channel: "M4 10h3l9-5v14l-9-5H4zM19 9a5 5 0 0 1 0 6",
  group: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c.6-4 3-5.5 7-5.5s6.4 1.5 7 5.5M16 4.5a3.5 3.5 0 0 1 0 6M18.5 15c2 .8 3.1 2.4 3.5 5",
  up: "M12 20V5M6 11l6-6 6 6",
  out: "M14 5h5v5M19 5l-9 9M17 14v5H5V7h5",
  ban: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  close: "M6 6l12 12M18 6L6 18",
  calls: "M8 4h12M8 12h12M8 20h12M3.5 4h.1M3.5 12h.1M3.5 20h.1",
  shield: "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM9 12l2 2 4-4",
};

/** An element; `on…` are listeners, other names attributes; `true` and `false` switch them. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

export function icon(name, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    const title = document.createElementNS(SVG, "title");
    title.textContent = label;
    svg.append(title);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function button(label, onclick, { image, kind = "", text = !image, ...more } = {}) {
  const face = [image && icon(image), text && el("span", {}, label)];
  return el("button", { type: "button", class: kind, "aria-label": label, title: image && !text ? label : null, onclick, ...more }, face);
}

export function avatar(name, seed, kind = "") {
  const letter = [...name.trim()].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? "?";
  return el("span", { class: `avatar tint${Math.abs(seed) % 7} ${kind}`, "aria-hidden": "true" }, letter.toUpperCase());
}

export function toast(text) {
  const note = el("div", { class: "toast" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 4000);
}
