// The page's own words, Ukrainian first and English beside it.

const WORDS = {
  uk: {
    page: "Пісочниця",
    hint: "Несправжній Telegram: усе лишається на цьому комп’ютері",
    watchingAs: "Дивлюся як",
    otherLanguage: "English",
    otherLanguageLabel: "Switch the page to English",
    newPerson: "Нова людина",
    newChannel: "Новий канал",
    newGroup: "Нова група",
    nobody: "Тут ще нікого немає. Додайте людину, від імені якої писатимете боту.",
    firstName: "Ім’я",
    note: "Примітка (редактор, читачка…)",
    language: "Мова застосунку",
    username: "Публічне ім’я, якщо є",
    channelTitle: "Назва каналу",
    groupTitle: "Назва групи",
    asSupergroup: "Одразу супергрупа",
    create: "Створити",
    cancel: "Скасувати",
    ok: "Гаразд",
    bot: "бот",
    channel: "канал",
    group: "група",
    supergroup: "супергрупа",
    chats: "Чати",
    messages: "Повідомлення",
    empty: "Повідомлень ще немає",
    start: "Розпочати",
    block: "Заблокувати бота",
    unblock: "Розблокувати бота",
    isBlocked: "Ви заблокували бота",
    promote: "Зробити бота адміністратором",
    demote: "Забрати права в бота",
    addBot: "Додати бота",
    removeBot: "Прибрати бота",
    upgrade: "Зробити супергрупою",
    botIsAdmin: "бот – адміністратор",
    botIsMember: "бот – учасник",
    botIsOut: "бота тут немає",
    botHasNoRights: "бот без прав",
    write: "Повідомлення",
    writePost: "Допис у канал",
    send: "Надіслати",
    attach: "Додати файл",
    menu: "Меню команд",
    back: "До списку чатів",
    edited: "змінено",
    silent: "без звуку",
    protectedContent: "пересилання заборонено",
    forwarded: "Переслано з",
    pinned: "Закріплено",
    pinnedMessage: "Закріплене повідомлення",
    newTitle: "Нова назва",
    joined: (who) => `У групі тепер ${who}`,
    wentOut: (who) => `${who} більше не в групі`,
    upgraded: "Група стала супергрупою",
    topic: "Тема",
    newTopic: "Нова тема",
    topicClosed: "Тему закрито",
    topicReopened: "Тему знову відкрито",
    limits: (on) => (on ? "Ліміти як у Telegram" : "Без лімітів"),
    wasted: (count) => `відмов 429: ${count}`,
    sticker: "Наліпка",
    location: "Геопозиція",
    more: "Показати повністю",
    less: "Згорнути",
    spoiler: "Прихований текст, натисніть, щоб побачити",
    readOnly: "У каналі пишуть його адміністратори",
    newer: "До нових повідомлень",
    offline: "Зв’язок утрачено, відновлюю…",
    copied: "Скопійовано",
    kinds: { photo: "Світлина", video: "Відео", animation: "Анімація", audio: "Аудіо", voice: "Голосове повідомлення", document: "Файл" },
    via: (name) => `через @${name}`,
    offers: "Пропозиції бота",
    moreOffers: "Показати ще",
    typing: "друкує…",
    sending: "надсилає файл…",
    botSilent: "Бот не відповів на натискання",
    nobodyListens: "Жоден бот не слухає: ніхто не викликає getUpdates, вебхука немає",
    unknownMethods: (names) => `Пісочниця не знає методу: ${names}`,
    suggested: "Команди бота",
    requests: "Виклики",
    requestsOf: "Виклики бота",
    withPolling: "разом з getUpdates",
    noRequests: "Бот ще нічого не викликав",
    unanswered: "без відповіді",
    close: "Закрити",
    reply: "Відповісти",
    noReply: "Не відповідати",
    forward: "Переслати боту",
    edit: "Змінити",
    noEdit: "Не змінювати",
    remove: "Видалити",
    showHint: "Показати",
    writeHint: "Вписати",
    dropHint: "Більше не підказувати",
    unread: (count) => `${count} ${plural(count, "нове", "нові", "нових")}`,
  },
  en: {
    page: "Sandbox",
    hint: "A make-believe Telegram: everything stays on this computer",
    watchingAs: "Watching as",
    otherLanguage: "Українська",
    otherLanguageLabel: "Перемкнути сторінку на українську",
    newPerson: "New person",
    newChannel: "New channel",
    newGroup: "New group",
    nobody: "Nobody is here yet. Add a person to write to the bot as.",
    firstName: "Name",
    note: "Note (editor, reader…)",
    language: "Language of the app",
    username: "Public name, if any",
    channelTitle: "Channel title",
    groupTitle: "Group title",
    asSupergroup: "A supergroup from the start",
    create: "Create",
    cancel: "Cancel",
    ok: "OK",
    bot: "bot",
    channel: "channel",
    group: "group",
    supergroup: "supergroup",
    chats: "Chats",
    messages: "Messages",
    empty: "No messages yet",
    start: "Start",
    block: "Block the bot",
    unblock: "Unblock the bot",
    isBlocked: "You have blocked the bot",
    promote: "Make the bot an administrator",
    demote: "Take the bot’s rights away",
    addBot: "Add the bot",
    removeBot: "Remove the bot",
    upgrade: "Make it a supergroup",
    botIsAdmin: "the bot is an administrator",
    botIsMember: "the bot is a member",
    botIsOut: "the bot is not here",
    botHasNoRights: "the bot has no rights",
    write: "Message",
    writePost: "Post in the channel",
    send: "Send",
    attach: "Attach a file",
    menu: "Command menu",
    back: "To the list of chats",
    edited: "edited",
    silent: "without sound",
    protectedContent: "forwarding is forbidden",
    forwarded: "Forwarded from",
    pinned: "Pinned",
    pinnedMessage: "Pinned message",
    newTitle: "New title",
    joined: (who) => `${who} joined the group`,
    wentOut: (who) => `${who} left the group`,
    upgraded: "The group became a supergroup",
    topic: "Topic",
    newTopic: "New topic",
    topicClosed: "Topic closed",
    topicReopened: "Topic open again",
    limits: (on) => (on ? "Limits as on Telegram" : "No limits"),
    wasted: (count) => `refused with 429: ${count}`,
    sticker: "Sticker",
    location: "Location",
    more: "Show all",
    less: "Show less",
    spoiler: "Hidden text, press to see it",
    readOnly: "Only administrators write in the channel",
    newer: "To newer messages",
    offline: "Connection lost, trying again…",
    copied: "Copied",
    kinds: { photo: "Photo", video: "Video", animation: "Animation", audio: "Audio", voice: "Voice message", document: "File" },
    via: (name) => `via @${name}`,
    offers: "What the bot offers",
    moreOffers: "Show more",
    typing: "typing…",
    sending: "sending a file…",
    botSilent: "The bot did not answer the press",
    nobodyListens: "No bot is polling: nobody calls getUpdates, and no webhook is set",
    unknownMethods: (names) => `The sandbox lacks the method: ${names}`,
    suggested: "The bot’s commands",
    requests: "Calls",
    requestsOf: "The bot’s calls",
    withPolling: "getUpdates too",
    noRequests: "The bot has not called anything yet",
    unanswered: "no answer",
    close: "Close",
    reply: "Reply",
    noReply: "Do not reply",
    forward: "Forward to the bot",
    edit: "Edit",
    noEdit: "Do not edit",
    remove: "Delete",
    showHint: "Show me",
    writeHint: "Write it",
    dropHint: "No more hints",
    unread: (count) => `${count} new`,
  },
};

function plural(count, one, few, many) {
  const [last, lastTwo] = [count % 10, count % 100];
  if (last === 1 && lastTwo !== 11) return one;
  return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14) ? few : many;
}

const KEY = "sandbox-language";

function preferred() {
  const languages = navigator.languages ?? [navigator.language];
  return languages.some((language) => language.startsWith("uk")) ? "uk" : "en";
}

export let language = localStorage.getItem(KEY) ?? preferred();
export let words = WORDS[language];

export function switchLanguage() {
  language = language === "uk" ? "en" : "uk";
  words = WORDS[language];
  localStorage.setItem(KEY, language);
}

function locale() {
  return language === "uk" ? "uk" : "en-GB";
}

export function clockTime(seconds) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" })
    .format(seconds * 1000);
}

export function exactTime(seconds) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" })
    .format(seconds * 1000);
}

export function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  const thisYear = date.getFullYear() === new Date().getFullYear();
  const year = thisYear ? {} : { year: "numeric" };
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", ...year })
    .format(date);
}

export function number(value) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);
}

export function fileSize(bytes) {
  const units = language === "uk" ? ["Б", "КБ", "МБ", "ГБ"] : ["B", "KB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${number(size)} ${units[unit]}`;
}
