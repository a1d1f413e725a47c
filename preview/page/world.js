/** All that is known to the page: who is there, what was said, what is open. Views listen to it and draw it. */

/** A chat action is shown for so long, as Telegram's apps do (https://core.telegram.org/bots/api#sendchataction). */
const ACTING_FOR = 5000;
const MOST_CALLS = 500;

/** The general topic of a forum: its messages carry no thread's id. */
export const GENERAL = null;

/**
 * Tells listeners, by `change` events: "loaded" (everything may be different), "opened" (another chat or
 * topic is shown), "messages", "chat" (what else is known of one), "acting", "call", "connection".
 */
export class World extends EventTarget {
  me = 0;
  /** @type {Map<number, import("./api.js").Person>} */
  people = new Map();
  /** @type {Map<number, import("./api.js").Bot>} */
  bots = new Map();
  /** @type {Map<string, Object>} chats by key, in the order of the list; `messages` are Maps by id */
  chats = new Map();
  /** @type {import("./api.js").Call[]} */
  calls = [];
  connected = true;
  /** @type {string|null} */
  openKey = null;
  /** @type {number|null} */
  openTopic = GENERAL;

  /** The person one is. */
  get person() {
    return this.people.get(this.me);
  }

  /** The chat that is open, or undefined. */
  get chat() {
    return this.chats.get(this.openKey);
  }

  /**
   * Call a function at changes of some kinds.
   *
   * @param {string[]} kinds
   * @param {(detail: {kind: string, chat?: Object, call?: Object}) => void} listener
   */
  on(kinds, listener) {
    this.addEventListener("change", ({ detail }) => {
      if (kinds.includes(detail.kind)) listener(detail);
    });
  }

  /**
   * Take over the server's state. What is unread, which only the page knows, is kept, and so is every message
   * that has not changed: views go by the object, and need not draw it anew.
   */
  load(state) {
    const known = this.me === state.me ? this.chats : new Map();
    this.me = state.me;
    this.people = byId(state.people);
    this.bots = byId(state.bots);
    this.calls = state.calls;
    this.chats = new Map(
      state.chats.map((chat) => {
        const before = known.get(chat.key);
        const messages = chat.messages.map((message) =>
          unlessSame(before?.messages.get(message.message_id), message),
        );
        return [
          chat.key,
          {
            ...chat,
            messages: new Map(messages.map((message) => [message.message_id, message])),
            unread: before?.unread ?? new Map(),
            acting: new Map(),
          },
        ];
      }),
    );
    if (!this.chats.has(this.openKey)) this.openKey = null;
    this.#tell("loaded");
  }

  /** Show a chat, or none; and of a forum one topic. */
  open(key, topic = GENERAL) {
    this.openKey = this.chats.has(key) ? key : null;
    this.openTopic = this.chat?.topics.some(({ id }) => id === topic) ? topic : GENERAL;
    this.chat?.unread.delete(this.openTopic);
    this.#tell("opened", { chat: this.chat });
  }

  /** The messages of a chat, oldest first; of a forum, those of one topic. */
  messages(chat, topic = GENERAL) {
    const all = [...chat.messages.values()].sort((one, other) => one.message_id - other.message_id);
    return chat.is_forum ? all.filter((message) => topicOf(chat, message) === topic) : all;
  }

  /** The last thing said in a chat, or undefined. */
  lastMessage(chat) {
    return this.messages({ ...chat, is_forum: false }).at(-1);
  }

  /** The bots that are members of a chat. */
  botsIn(chat) {
    return [...this.bots.values()].filter(({ id }) => chat.members.includes(id));
  }

  /** The commands of a chat's bots, each with the text that gives it, which of several bots names the one meant. */
  commandsIn(chat) {
    const isClear = chat.type === "private" || this.botsIn(chat).length < 2;
    return chat.commands.map(({ command, description, bot_id }) => ({
      command,
      description,
      text: isClear ? `/${command}` : `/${command}@${this.bots.get(bot_id).username}`,
    }));
  }

  /** Whether one can give a message another text; one that was sent by way of a bot stays as it is. */
  isEditable(message) {
    return message.mine && message.text !== undefined && !message.via_bot;
  }

  botNamed(username) {
    const wanted = username.toLowerCase();
    return [...this.bots.values()].find((bot) => bot.username.toLowerCase() === wanted);
  }

  /** The bot that a message's buttons belong to, or undefined. */
  botOf(message) {
    return this.bots.get(message.via_bot?.id ?? message.from?.id);
  }

  /** Take in what happened; told a second time it changes nothing. */
  happened(kind, event) {
    const chat = this.chats.get(event.chat);
    switch (kind) {
      case "message":
        if (chat) this.#said(chat, event.message);
        break;
      case "changed":
        if (chat?.messages.has(event.message.message_id)) {
          chat.messages.set(event.message.message_id, event.message);
          this.#tell("messages", { chat });
        }
        break;
      case "deleted":
        if (chat?.messages.delete(event.message_id)) this.#tell("messages", { chat });
        break;
      case "acting":
        if (chat) this.#acts(chat, event);
        break;
      case "bot":
        this.bots.set(event.bot.id, event.bot);
        for (const [key, commands] of Object.entries(event.commands)) {
          if (this.chats.has(key)) this.chats.get(key).commands = commands;
        }
        this.#tell("chat");
        break;
      case "blocked":
        if (chat) {
          chat.blocked = event.blocked;
          this.#tell("chat", { chat });
        }
        break;
      case "call":
        if (this.calls.some(({ id }) => id === event.id)) break;
        this.calls = [...this.calls, event].slice(-MOST_CALLS);
        this.#tell("call", { call: event });
        break;
    }
  }

  setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.#tell("connection");
  }

  #said(chat, message) {
    const topic = topicOf(chat, message);
    const isNew = !chat.messages.has(message.message_id);
    if (chat.type === "private") chat.started = true;
    chat.messages.set(message.message_id, message);
    this.#rests(chat, message.from?.id);
    if (isNew) {
      const isOpen = chat.key === this.openKey && topic === this.openTopic;
      if (!isOpen && !message.mine) chat.unread.set(topic, (chat.unread.get(topic) ?? 0) + 1);
      this.chats.delete(chat.key);
      this.chats = new Map([[chat.key, chat], ...this.chats]);
    }
    this.#tell("messages", { chat, message });
  }

  #acts(chat, { user, name, action, thread_id }) {
    this.#rests(chat, user);
    const timer = setTimeout(() => this.#rests(chat, user), ACTING_FOR);
    chat.acting.set(user, { name, action, topic: thread_id ?? GENERAL, timer });
    this.#tell("acting", { chat });
  }

  #rests(chat, user) {
    if (!chat.acting.has(user)) return;
    clearTimeout(chat.acting.get(user).timer);
    chat.acting.delete(user);
    this.#tell("acting", { chat });
  }

  #tell(kind, about = {}) {
    this.dispatchEvent(new CustomEvent("change", { detail: { kind, ...about } }));
  }
}

/** The topic of a forum that a message is in. */
function topicOf(chat, message) {
  return chat.is_forum && message.is_topic_message ? message.message_thread_id : GENERAL;
}

function unlessSame(before, after) {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function byId(things) {
  return new Map(things.map((thing) => [thing.id, thing]));
}
