/** A message in one line, and what of it is no text: for the chat list, reply previews and service lines. */

import { fullName, senderName } from "./names.js";

const CONTENT = {
  photo: "Photo",
  document: "File",
  sticker: "Sticker",
  animation: "GIF",
  video: "Video",
  video_note: "Video message",
  voice: "Voice message",
  audio: "Audio",
  contact: "Contact",
  location: "Location",
  venue: "Place",
  poll: "Poll",
  dice: "Dice",
  story: "Story",
  game: "Game",
  invoice: "Invoice",
};

/** What a message holds beside text, such as "Photo", or null. */
export function contentName(message) {
  const kind = Object.keys(CONTENT).find((name) => name in message);
  if (!kind) return null;
  if (kind === "document") return message.document.file_name ?? CONTENT.document;
  if (kind === "sticker" || kind === "dice") return `${CONTENT[kind]} ${message[kind].emoji ?? ""}`.trim();
  return CONTENT[kind];
}

/** A message in one line. */
export function summary(message) {
  const words = message.text ?? message.caption;
  if (words !== undefined) return words.replace(/\s+/gu, " ").trim();
  return contentName(message) ?? serviceLine(message) ?? "Message";
}

const SERVICE = {
  new_chat_members: (message) => {
    const joined = message.new_chat_members;
    const itself = joined.length === 1 && joined[0].id === message.from?.id;
    if (itself) return `${fullName(joined[0])} joined the group`;
    return `${senderName(message)} added ${joined.map(fullName).join(", ")}`;
  },
  left_chat_member: (message) => {
    const left = message.left_chat_member;
    if (left.id === message.from?.id) return `${fullName(left)} left the group`;
    return `${senderName(message)} removed ${fullName(left)}`;
  },
  new_chat_title: (message) => `${senderName(message)} named the group “${message.new_chat_title}”`,
  group_chat_created: (message) => `${senderName(message)} created the group`,
  supergroup_chat_created: () => "The group was created",
  pinned_message: (message) => `${senderName(message)} pinned “${summary(message.pinned_message)}”`,
  forum_topic_created: (message) => `The topic “${message.forum_topic_created.name}” was created`,
  forum_topic_closed: () => "The topic was closed",
  forum_topic_reopened: () => "The topic was reopened",
  migrate_to_chat_id: () => "The group became a supergroup",
  migrate_from_chat_id: () => "The group became a supergroup",
};

/** What a service message tells, or null where a message is none. */
export function serviceLine(message) {
  if (message.text !== undefined || message.caption !== undefined || contentName(message)) return null;
  const kind = Object.keys(SERVICE).find((name) => name in message);
  return kind ? SERVICE[kind](message) : "Something happened in the chat";
}
