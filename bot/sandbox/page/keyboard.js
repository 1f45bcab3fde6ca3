// The keyboard that the bot puts under a chat: each key sends its text.

import { button, el } from "./dom.js";
import { world } from "./world.js";

const place = document.getElementById("keyboard");

export function drawKeyboard(chat, say) {
  const rows = keyboardOf(chat)?.keyboard ?? [];
  place.hidden = !rows.length;
  place.replaceChildren(...rows.map((row) => el("div", { class: "row" }, row.map(({ text }) => button(text, () => say(text), { kind: "reply-key" })))));
}

export function keyboardOf(chat) {
  return world.keyboards.get(chat);
}
