// The bar over a chat: what is pinned there, and the way to it.

import { el } from "./dom.js";
import { summary } from "./messages.js";
import { words } from "./words.js";
import { pinnedIn, world } from "./world.js";

const bar = document.getElementById("pinned");
let target = null;

export function drawPinned(chat) {
  const message = pinnedIn(chat);
  target = message?.message_id ?? null;
  bar.hidden = !message;
  if (!message) return;
  const count = world.pins.get(chat).length;
  const label = count > 1 ? `${words.pinnedMessage} · ${count}` : words.pinnedMessage;
  bar.replaceChildren(el("b", {}, label), el("span", {}, summary(message)));
}

bar.addEventListener("click", () => {
  const item = document.querySelector(`#messages li[data-id="${target}"]`);
  if (!item) return;
  item.scrollIntoView({ block: "center" });
  item.classList.remove("found");
  void item.offsetWidth; // so that the mark is shown again on a second press
  item.classList.add("found");
});
