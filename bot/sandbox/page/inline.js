// What the bot offers to whoever types behind its name: `@bot words`, in any chat.

import { button, el, icon, toast } from "./dom.js";
import { words } from "./words.js";
import { act, world } from "./world.js";

const AFTER_MS = 300;
let current = null;

/** The list over the composer; `done()` once something was chosen. */
export function inlineOffers(area, view, done) {
  const list = el("div", { class: "commands suggestions", role: "menu", "aria-label": words.offers, hidden: true });
  let timer = 0;
  const choose = async (query, result) => {
    try {
      await act("choose", { query_id: query, result_id: result, chat_id: view.chat });
      list.hidden = true;
      done();
    } catch (error) {
      toast(error.message);
    }
  };
  const ask = async (query, offset = "") => {
    const type = view.chat === view.person ? "sender" : world.channels.get(view.chat).type;
    const { query_id: id } = await act("inline", { person: view.person, query, offset, chat_type: type });
    current = { id, show: (answer) => show(id, query, offset, answer) };
    early.get(id)?.();
  };
  const show = (id, query, offset, { results, next_offset: next, button: above }) => {
    const offers = results.map((result) => offer(result, () => choose(id, result.id)));
    if (above && !offset) offers.unshift(button(above.text, () => start(above.start_parameter), { kind: "further" }));
    if (offset) list.lastChild.replaceWith(...offers);
    else list.replaceChildren(...offers);
    if (next) list.append(button(words.moreOffers, () => ask(query, next).catch((error) => toast(error.message)), { kind: "further" }));
    list.hidden = !list.children.length;
  };
  const start = (parameter) => {
    list.hidden = true;
    const url = `https://t.me/${world.bot.username}?start=${parameter}`;
    act("open", { person: view.person, url }).then(done, (error) => toast(error.message));
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    list.hidden = true;
    const asked = new RegExp(`^@${world.bot.username}\\s+(.*)$`, "is").exec(area.value);
    if (asked) timer = setTimeout(() => ask(asked[1]).catch((error) => toast(error.message)), AFTER_MS);
  });
  return list;
}

// The bot may have answered before the query's own id is known here.
const early = new Map();

export function takeOffers(answer) {
  const { query_id: id } = answer;
  if (current?.id === id) current.show(answer);
  else early.set(id, () => {
    early.delete(id);
    current.show(answer);
  });
}

function offer({ title, type, description, thumbnail_url: thumbnail }, onclick) {
  const face = [el("b", {}, title || words.kinds[type] || type), description && el("span", {}, description)];
  return el("button", { type: "button", role: "menuitem", class: "offer", onclick }, thumbnail && picture(thumbnail), el("span", { class: "about" }, face));
}

/** Of the one site whose pictures are shown here; of another only that there is one. */
function picture(url) {
  const isShown = world.picturesFrom && url.startsWith(`${world.picturesFrom}/`);
  return isShown ? el("img", { src: url, alt: "" }) : el("span", { class: "picture", "aria-hidden": "true" }, icon("file"));
}
