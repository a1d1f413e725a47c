/** Who one is and which chat is open, kept in the page's address: it can be reloaded, shared, and gone back in. */

/** @returns {{me: number|null, chat: string|null, topic: number|null}} */
export function readAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (fields.has(name) ? Number(fields.get(name)) : null);
  return { me: number("as"), chat: fields.get("chat"), topic: number("topic") };
}

/**
 * @param {{me: number, chat: string|null, topic: number|null}} place
 * @param {boolean} isStep whether going back should lead here
 */
export function writeAddress({ me, chat, topic }, isStep) {
  const fields = new URLSearchParams({ as: String(me) });
  if (chat) fields.set("chat", chat);
  if (topic !== null) fields.set("topic", String(topic));
  const address = `#${fields}`;
  if (address === location.hash) return;
  history[isStep ? "pushState" : "replaceState"](null, "", address);
}
