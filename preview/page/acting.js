/** What somebody does in a chat just now, in words (https://core.telegram.org/bots/api#sendchataction). */

const ACTIONS = {
  upload_photo: "sending a photo",
  upload_document: "sending a file",
  record_voice: "recording",
  choose_sticker: "choosing a sticker",
};

/** Who does what in a chat just now, such as "typing…", or an empty string. */
export function actingLine(chat, topic) {
  const acting = [...chat.acting.values()].filter((one) => topic === undefined || one.topic === topic);
  if (!acting.length) return "";
  const does = `${ACTIONS[acting[0].action] ?? "typing"}…`;
  if (chat.type === "private") return does;
  const names = acting.map(({ name }) => name);
  return names.length === 1 ? `${names[0]} is ${does}` : `${names.join(", ")} are ${does}`;
}
