// The page: draws what the sandbox knows, follows its changes, and remembers who watches what.

import { drawComposer, focusComposer } from "./composer.js";
import { changeMessage, drawConversation, follower, hideAction, holdEarly, showAction, isAtEnd, keepPosition, watchEnd } from "./conversation.js";
import { drawHint } from "./hint.js";
import { drawPinned } from "./pinned.js";
import { takeOffers } from "./inline.js";
import { redrawRequests } from "./requests.js";
import { chatsOf, drawSidebar, drawStrictness, drawWarnings } from "./sidebar.js";
import { language, words } from "./words.js";
import { follow, shownIn, world } from "./world.js";

const view = { person: null, chat: null };
const narrow = matchMedia("(max-width: 720px)");
let seenIds = {};

/** Watch as this person, and open this chat; on a phone no chat means the list. */
function open(person, chat) {
  if (chat == null && view.chat != null && cameFromList()) {
    history.back(); // and the list opens by the address that it had
    return;
  }
  const before = { ...view };
  keepPosition(view);
  view.person = world.people.has(person) ? person : [...world.people.keys()][0] ?? null;
  const chats = chatsOf(view.person).map(({ id }) => id);
  chat = world.channels.get(chat)?.migrated_to ?? chat;
  const otherwise = narrow.matches ? null : chats[0] ?? null;
  view.chat = chats.includes(chat) ? chat : otherwise;
  remember(before.chat);
  draw();
  if (before.chat !== view.chat || before.person !== view.person) focusOnDesk();
}

/** On a phone a chat lies over the list, and the Back of the browser leads to the list. */
function remember(before) {
  const address = `#${view.person ?? ""}${view.chat == null ? "" : `/${view.chat}`}`;
  if (narrow.matches && before == null && view.chat != null && !cameFromList()) history.pushState({ fromList: true }, "", address);
  else history.replaceState(history.state, "", address);
}

function cameFromList() {
  return narrow.matches && history.state?.fromList === true;
}

/** A keyboard on the screen would hide half the chat: on a phone one asks for it by a touch. */
function focusOnDesk() {
  if (!narrow.matches && !document.querySelector("dialog[open]")) focusComposer();
}

function draw() {
  document.documentElement.lang = language;
  document.body.classList.toggle("in-chat", view.chat != null);
  drawHint(open);
  drawPinned(view.chat);
  drawComposer(view);
  drawConversation(view, open); // last: its end is where what stands around it leaves it
  drawStrictness();
  drawWarnings();
  redrawRequests();
  markSeen();
}

function side() {
  drawSidebar(view, { open, seen, redraw: draw });
  const unread = document.querySelectorAll("#chats .unread").length;
  document.title = unread ? `(${unread}) ${words.page}` : words.page;
}

function seen(person, chat) {
  return seenIds[`${person}/${chat}`] ?? 0;
}

function markSeen() {
  if (view.chat != null && isAtEnd() && document.visibilityState === "visible") {
    const last = [...shownIn(view.chat).keys()].at(-1) ?? 0;
    seenIds[`${view.person}/${view.chat}`] = Math.max(seen(view.person, view.chat), last);
    sessionStorage.setItem(`seen-${world.run}`, JSON.stringify(seenIds));
  }
  side();
}

function changed(change) {
  switch (change.kind) {
    case "message":
    case "deleted":
      if (change.chat_id === view.chat) {
        const first = shownIn(view.chat).size <= 1;
        changeMessage(change, view, open);
        if (change.message?.from?.id === world.bot.id) hideAction();
        if (first) {
          drawComposer(view);
          focusOnDesk();
        }
        drawPinned(view.chat);
      }
      markSeen();
      break;
    case "answer":
      if (change.answer.person === view.person) holdEarly(change.answer, follower(view, open));
      break;
    case "pins":
      if (change.chat_id === view.chat) drawPinned(view.chat);
      break;
    case "keyboard":
      if (change.chat_id === view.chat) drawComposer(view);
      break;
    case "action":
      if (change.chat_id === view.chat) showAction(change.action);
      break;
    case "inline_answer":
      takeOffers(change);
      break;
    case "limits":
      drawStrictness();
      break;
    case "hint":
      drawHint(open);
      break;
    case "listening":
    case "unknown_method":
      drawWarnings();
      break;
    case "commands":
      drawComposer(view);
      break;
    case "reset":
      recallSeen();
      open(view.person, view.chat);
      break;
    default:
      if (concerns(change)) open(view.person ?? change.person?.id, view.chat);
      else side();
  }
}

function concerns({ person, channel }) {
  return view.person == null || person?.id === view.person || channel?.id === view.chat;
}

function recallSeen() {
  seenIds = JSON.parse(sessionStorage.getItem(`seen-${world.run}`) ?? "{}");
}

function connected(on) {
  const note = document.getElementById("offline");
  note.hidden = on;
  note.textContent = on ? "" : words.offline;
}

function fromAddress(asked = location.hash) {
  const [person, chat] = asked.slice(1).split("/").map(Number);
  open(person, chat);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && narrow.matches && !document.querySelector("dialog[open]")) open(view.person, null);
});
document.addEventListener("visibilitychange", markSeen);
addEventListener("hashchange", () => fromAddress());
narrow.addEventListener("change", () => open(view.person, view.chat));
watchEnd(markSeen);
follow(changed, connected).then(() => {
  recallSeen();
  const asked = location.hash;
  if (narrow.matches && !cameFromList()) history.replaceState(null, "", asked.split("/")[0]);
  fromAddress(asked);
});
