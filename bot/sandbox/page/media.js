// Pictures, recordings and files of a message. What came by an address is not there: its name stands for it.

import { el, icon } from "./dom.js";
import { fileSize, words } from "./words.js";

export function mediaOf(message) {
  const veiled = message.has_media_spoiler ? " veiled" : "";
  const unveil = (event) => event.currentTarget.classList.remove("veiled");
  if (message.photo) return withFallback(el("img", { class: `media${veiled}`, src: address(message.photo.at(-1)), alt: words.kinds.photo, onclick: unveil }), words.kinds.photo);
  if (message.video) return withFallback(el("video", { class: `media${veiled}`, src: address(message.video), controls: true, onclick: unveil }), nameOf(message.video, "video"));
  if (message.animation) return animation(message.animation, veiled, unveil);
  if (message.audio) return el("div", {}, fileCard(message.audio, "audio"), player(message.audio));
  if (message.voice) return el("div", {}, fileCard(message.voice, "voice"), player(message.voice));
  return message.document ? fileCard(message.document, "document") : null;
}

/** In one word what a message holds that is no text; "" for a text. */
export function kindOf(message) {
  const kind = Object.keys(words.kinds).find((name) => message[name]);
  return kind ? message[kind].file_name ?? words.kinds[kind] : "";
}

function address({ file_id: id }) {
  return `/sandbox/files/${encodeURIComponent(id)}`;
}

function nameOf(file, kind) {
  return file.file_name ?? words.kinds[kind];
}

function animation(file, veiled, onclick) {
  const moves = file.mime_type?.startsWith("image/");
  const more = { class: `media${veiled}`, src: address(file), onclick };
  const shown = moves ? el("img", { ...more, alt: nameOf(file, "animation") }) : el("video", { ...more, autoplay: true, loop: true, muted: true });
  return withFallback(shown, nameOf(file, "animation"));
}

function withFallback(shown, name) {
  shown.addEventListener("error", () => shown.replaceWith(el("div", { class: "media missing" }, icon("file"), el("span", {}, name))));
  return shown;
}

function player(file) {
  return el("audio", { src: address(file), controls: true });
}

function fileCard(file, kind) {
  return el(
    "div",
    { class: "document" },
    el("span", { class: "sheet" }, icon("file")),
    el("span", {}, el("b", {}, nameOf(file, kind)), el("small", {}, fileSize(file.file_size ?? 0))),
  );
}
