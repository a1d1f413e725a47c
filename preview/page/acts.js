/** What one does on the page, apart from how it is drawn: views call these, and none of them calls another view. */

import { botLink } from "./links.js";
import { alertDialog, attempt, toast } from "./toasts.js";

/** Fires `write` (put something into the composer) and `go` (a chat is to be shown) for whoever does these. */
export class Acts extends EventTarget {
  /**
   * @param {import("./world.js").World} world
   * @param {import("./api.js").Api} api
   */
  constructor(world, api) {
    super();
    this.world = world;
    this.api = api;
  }

  /** Show a chat, or the list alone; of a forum a topic. */
  go(key, topic = null) {
    this.dispatchEvent(new CustomEvent("go", { detail: { key, topic } }));
  }

  /**
   * Put something into the composer of the chat that is open.
   *
   * @param {{text?: string, replyTo?: Object, quote?: string, editing?: Object}} what
   */
  write(what) {
    this.dispatchEvent(new CustomEvent("write", { detail: what }));
  }

  /** Send a command from a text, as tapping on it does. */
  command(text) {
    const { chat, openTopic } = this.world;
    return attempt(this.api.send(chat.key, text, { thread: openTopic ?? undefined }));
  }

  /** Press Start in the private chat with a bot, or follow a link that does. */
  async start(bot, parameter) {
    const key = `b${bot.id}`;
    if (this.world.openKey !== key) this.go(key);
    return attempt(this.api.start(bot.id, parameter));
  }

  /**
   * Follow a link inside the page.
   *
   * @returns {boolean} whether it was one; any other belongs to the browser
   */
  follow(address) {
    const link = botLink(address);
    const bot = link && this.world.botNamed(link.username);
    if (!bot) return false;
    if (link.parameter === null) this.go(`b${bot.id}`);
    else this.start(bot, link.parameter);
    return true;
  }

  /** What tapping on a mention does, or null where nobody known is mentioned. */
  mention(username) {
    const bot = this.world.botNamed(username);
    return bot ? () => this.go(`b${bot.id}`) : null;
  }

  /** Press a button that asks the bot, and show what it answers. */
  async press(chat, message, row, column) {
    const answer = await attempt(this.api.press(chat.key, message.message_id, row, column));
    if (!answer) return;
    if (answer.text && answer.show_alert)
      alertDialog(answer.text, this.world.botOf(message)?.first_name ?? "");
    else if (answer.text) toast(answer.text);
    if (answer.url && !this.follow(answer.url)) window.open(answer.url, "_blank", "noopener");
  }

  async copy(text, told) {
    try {
      await navigator.clipboard.writeText(text);
      toast(told);
    } catch {
      toast("The browser does not let the page copy.", "error");
    }
  }
}
