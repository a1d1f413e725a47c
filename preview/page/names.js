/** How people, bots and chats are named and told apart by colour. */

import { element, icon } from "./dom.js";

const HUES = 7;

/** The first letters of a name's first and last words; emoji and letters of any script count as one. */
function initials(name) {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => firstLetter(word).toLocaleUpperCase()).join("") || "?";
}

function firstLetter(word) {
  const start = word.search(/[\p{L}\p{N}\p{Extended_Pictographic}]/u);
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word.slice(start));
  return first.segment;
}

/** Which of the colours somebody has, always the same one: a class's name. */
export function hue(id) {
  return `hue-${Math.abs(id) % HUES}`;
}

/** Draw a round picture with initials. The name stands beside it, so they are no text, only drawn. */
export function avatar(name, id, kind = "") {
  return element("span", {
    class: `avatar ${hue(id)} ${kind}`,
    "aria-hidden": "true",
    "data-initials": initials(name),
  });
}

/** Who a message is from, as it is shown. */
export function senderName(message) {
  return message.sender_chat?.title ?? fullName(message.from);
}

/** Who wrote a message first that was sent on, or that stands elsewhere: of the Bot API's MessageOrigin. */
export function originName(origin) {
  return origin.sender_chat?.title ?? origin.sender_user_name ?? fullName(origin.sender_user);
}

export function senderId(message) {
  return message.sender_chat?.id ?? message.from?.id ?? 0;
}

export function fullName(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(" ") || "Somebody";
}

/** A language's name in itself, such as "اردو" for "ur". */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The small picture that says what kind of chat it is. */
export function chatIcon(chat) {
  if (chat.type === "private") return icon("bot");
  return icon(chat.is_forum ? "forum" : "group");
}
