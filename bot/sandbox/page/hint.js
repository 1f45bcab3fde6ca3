// A line over the page that says what to try next, until one wants no more of it.

import { button, el } from "./dom.js";
import { write } from "./composer.js";
import { language, words } from "./words.js";
import { world } from "./world.js";

export function drawHint(open) {
  const place = document.getElementById("hint");
  const { words: told = {}, person, chat_id: chat, say } = world.hint;
  const text = told[language] ?? Object.values(told)[0];
  place.hidden = !text || sessionStorage.getItem(key()) != null;
  place.replaceChildren();
  if (place.hidden) return;
  const lead = () => {
    open(person, chat);
    if (say) write({ person, chat }, say);
  };
  const drop = () => {
    sessionStorage.setItem(key(), "dropped");
    drawHint(open);
  };
  place.append(el("p", {}, text));
  if (chat != null) place.append(button(say ? words.writeHint : words.showHint, lead, { kind: "lead" }));
  place.append(button(words.dropHint, drop, { image: "close", kind: "drop" }));
}

function key() {
  return `no-hints-${world.run}`;
}
