/**
 * The server's side of the page, as functions.
 *
 * @typedef {{id: number, first_name: string, username?: string, language_code?: string, admin: boolean}} Person
 * @typedef {{id: number, username: string, first_name: string, inline: boolean, guest: boolean,
 *   description: string, short_description: string, inline_placeholder: string}} Bot
 * @typedef {{command: string, description: string, bot_id: number}} Command
 * @typedef {{key: string, id: number, type: string, title: string, bot_id: number|null, members: number[],
 *   is_forum: boolean, topics: {id: number, name: string}[], started: boolean, blocked: boolean,
 *   commands: Command[], note: string, messages: Message[]}} Chat
 * @typedef {Object<string, any>} Message the Bot API's, with `mine` and `reactions`
 * @typedef {{id: number, bot_id: number, method: string, parameters: Object, answer: Object, date: number}} Call
 * @typedef {{me: number, people: Person[], bots: Bot[], chats: Chat[], calls: Call[]}} State
 */

/** The server refused, or could not be reached; the message is a sentence for people. */
class Refusal extends Error {}

/** What one person can do: every request says who asks. */
export class Api {
  /** @param {number|null} me id of the person; null is the first one that the server knows */
  constructor(me) {
    this.me = me;
  }

  /** @returns {Promise<State>} */
  state() {
    return request(this.me === null ? "/page/state" : `/page/state?as=${this.me}`);
  }

  /** The address of what happens, for an EventSource. */
  get events() {
    return `/page/events?as=${this.me}`;
  }

  send(chat, text, { reply_to, quote, thread } = {}) {
    return this.#post("send", { chat, text, reply_to, quote, thread });
  }

  /** @param {File} file */
  upload(chat, file, { caption, reply_to, thread } = {}) {
    const form = new FormData();
    const fields = { as: this.me, chat, caption, reply_to, thread };
    for (const [name, value] of Object.entries(fields)) if (value) form.append(name, String(value));
    form.append("file", file, file.name);
    return request("/page/upload", { method: "POST", body: form });
  }

  edit(chat, message_id, text) {
    return this.#post("edit", { chat, message_id, text });
  }

  remove(chat, message_id) {
    return this.#post("delete", { chat, message_id });
  }

  /** @returns {Promise<{text: string|null, show_alert: boolean, url: string|null}>} */
  press(chat, message_id, row, column) {
    return this.#post("press", { chat, message_id, row, column });
  }

  /** @returns {Promise<{results: Object[], next_offset: string, button: Object|null}>} */
  inline(chat, bot, query, offset = "") {
    return this.#post("inline", { chat, bot, query, offset });
  }

  pick(chat, bot, query, result_id, { reply_to, thread } = {}) {
    return this.#post("pick", { chat, bot, query, result_id, reply_to, thread });
  }

  start(bot, parameter) {
    return this.#post("start", { bot, parameter });
  }

  react(chat, message_id, emoji) {
    return this.#post("react", { chat, message_id, emoji });
  }

  block(bot, blocked) {
    return this.#post("block", { bot, blocked });
  }

  #post(act, fields) {
    return request(`/page/${act}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: this.me, ...fields }),
    });
  }
}

/** Where the bytes of a photo or document are. */
export function fileAddress(fileId) {
  return `/page/files/${encodeURIComponent(fileId)}`;
}

async function request(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Refusal("The server can't be reached.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(answer.error ?? `The server answered with error ${response.status}.`);
  return answer;
}
