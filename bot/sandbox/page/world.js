// What the sandbox knows, kept up to date by its events; and the deeds of its people.

export const world = {
  bot: { id: 0, first_name: "", username: "" },
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  pins: new Map(),
  keyboards: new Map(),
  limits: { on: false, wasted: {} },
  stars: 0,
  listening: true,
  unknownMethods: new Set(),
  hint: {},
  picturesFrom: "",
  run: "",
};

let listener = () => {};

/** Load the state, then follow the events; `changed` is called with each, `connected` with the line's state. */
export async function follow(changed, connected) {
  listener = changed;
  const last = await load();
  const events = new EventSource(`/sandbox/events?after=${world.run}-${last}`);
  events.onopen = () => connected(true);
  events.onerror = () => connected(false);
  events.onmessage = async (event) => take(JSON.parse(event.data));
}

async function load() {
  const state = await (await fetch("/sandbox/state")).json();
  world.bot = state.bot;
  world.run = state.run;
  world.people = new Map(state.people.map((person) => [person.id, person]));
  world.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  world.messages = new Map(
    Object.entries(state.messages).map(([chat, messages]) => [
      Number(chat),
      new Map(messages.map((message) => [message.message_id, message])),
    ]),
  );
  world.pins = new Map(Object.entries(state.pins).map(([chat, pins]) => [Number(chat), pins]));
  world.keyboards = new Map(Object.entries(state.keyboards).map(([chat, keyboard]) => [Number(chat), keyboard]));
  world.limits = state.limits;
  world.stars = state.stars;
  world.listening = state.listening;
  world.unknownMethods = new Set(state.unknown_methods);
  world.hint = state.hint;
  world.picturesFrom = state.pictures_from;
  return state.last;
}

async function take(change) {
  switch (change.kind) {
    case "message":
      shownIn(change.chat_id).set(change.message.message_id, change.message);
      break;
    case "deleted":
      shownIn(change.chat_id).delete(change.message_id);
      break;
    case "person":
      world.people.set(change.person.id, change.person);
      break;
    case "channel":
      world.channels.set(change.channel.id, change.channel);
      break;
    case "pins":
      world.pins.set(change.chat_id, change.pins);
      break;
    case "keyboard":
      world.keyboards.set(change.chat_id, change.keyboard);
      break;
    case "limits":
      world.limits = change.limits;
      world.stars = change.stars;
      break;
    case "listening":
      world.listening = change.listening;
      break;
    case "hint":
      world.hint = change.hint;
      break;
    case "unknown_method":
      world.unknownMethods.add(change.method);
      break;
    case "reset":
      await load();
      break;
  }
  listener(change);
  const known = change.person?.id ?? change.channel?.id;
  arrivals.get(known)?.();
  arrivals.delete(known);
}

const arrivals = new Map();

/** Until the events have told of this person or channel, which may be later than the answer to its making. */
export function arrival(id) {
  if (world.people.has(id) || world.channels.has(id)) return Promise.resolve();
  return new Promise((resolve) => arrivals.set(id, resolve));
}

export function shownIn(chat) {
  if (!world.messages.has(chat)) world.messages.set(chat, new Map());
  return world.messages.get(chat);
}

/** The message that stands over the chat: its newest pin, if it is still there. */
export function pinnedIn(chat) {
  const newest = world.pins.get(chat)?.at(-1);
  return newest == null ? null : shownIn(chat).get(newest) ?? null;
}

/** Do something as a person; an Error with the sandbox's own words when it cannot be done. */
export async function act(path, body) {
  const response = await fetch(`/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** The latest calls of the bot, the oldest first. */
export async function latestRequests(count) {
  const response = await fetch(`/sandbox/requests?latest=${count}`);
  return response.ok ? (await response.json()).requests : [];
}

export async function commandsOf(person) {
  const response = await fetch(`/sandbox/commands?person=${person}`);
  return response.ok ? (await response.json()).commands : [];
}
