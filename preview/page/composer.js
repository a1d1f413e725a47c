/** Where one writes: text, replies, edits, files, commands and inline queries. */

import { Attachments } from "./attachments.js";
import { Choices } from "./choices.js";
import { CommandMenu } from "./command_menu.js";
import { element, icon } from "./dom.js";
import { InlineMode } from "./inline_mode.js";
import { MentionMenu } from "./mention_menu.js";
import { senderName } from "./names.js";
import { summary } from "./summary.js";
import { attempt } from "./toasts.js";

const TALLEST = 180;

/** The form below the messages; in a chat that was not started, or is blocked, a button stands in its place. */
export class Composer {
  #replyTo = null;
  #quote = "";
  #editing = null;
  /** Texts that were begun in other chats. */
  #drafts = new Map();
  #key = null;
  /** Messages go one after the other, so that they arrive in the order in which they were written. */
  #sending = Promise.resolve();

  /**
   * @param {import("./world.js").World} world
   * @param {import("./acts.js").Acts} acts
   */
  constructor(world, acts) {
    this.world = world;
    this.acts = acts;
    this.form = document.getElementById("composer");
    this.field = document.getElementById("text");
    this.bar = document.getElementById("about-bar");
    this.gate = document.getElementById("gate");
    this.sendButton = document.getElementById("send");
    this.slash = document.getElementById("slash");
    this.choices = new Choices(this.field, () => this.inline.more());
    this.commands = new CommandMenu(world, this.choices, (text, send) => this.#command(text, send));
    this.mentions = new MentionMenu(world, this.choices, (...what) => this.#complete(...what));
    this.inline = new InlineMode(world, acts, this.choices, (...what) => this.#pick(...what));
    this.attachments = new Attachments(this.form, document.getElementById("chat"), () => this.#changed());

    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#keyDown(event));
    document.getElementById("end-about").addEventListener("click", () => this.#endAbout());
    this.slash.addEventListener("click", () => this.#toggleCommands());
    document.getElementById("gate-button").addEventListener("click", () => this.#passGate());
    acts.addEventListener("write", ({ detail }) => this.#write(detail));
    world.on(["opened"], () => this.#opened());
    world.on(["loaded", "chat", "messages"], () => this.#draw());
  }

  /** Let one write, or press what has to be pressed first. */
  focus() {
    (this.form.hidden ? document.getElementById("gate-button") : this.field).focus();
  }

  #opened() {
    const key = this.world.chat && `${this.world.me} ${this.world.openKey} ${this.world.openTopic}`;
    if (key !== this.#key) {
      if (this.#key && !this.#editing) this.#drafts.set(this.#key, this.field.value);
      this.#key = key;
      this.attachments.take();
      this.#about({});
      this.#setText(this.#drafts.get(key) ?? "");
    }
    this.#draw();
  }

  #draw() {
    const { chat } = this.world;
    if (!chat) return;
    const bot = this.world.bots.get(chat.bot_id);
    const isShut = Boolean(bot) && (chat.blocked || !chat.started);
    const hadFocus = this.gate.contains(document.activeElement) || this.form.contains(document.activeElement);
    const changes = this.form.hidden !== isShut;
    this.form.hidden = isShut;
    this.gate.hidden = !isShut;
    this.slash.hidden = chat.commands.length === 0;
    if (isShut) {
      document.getElementById("gate-button").textContent = chat.blocked ? "Unblock" : "Start";
    }
    if (changes && hadFocus) this.focus();
  }

  async #passGate() {
    const { chat } = this.world;
    const bot = this.world.bots.get(chat.bot_id);
    if (chat.blocked) await attempt(this.acts.api.block(bot.id, false));
    else await this.acts.start(bot);
    this.focus();
  }

  /** Do what another part of the page asks to have written. */
  #write({ text, replyTo = null, quote = "", editing = null }) {
    if (this.form.hidden) return;
    if (replyTo || editing) this.#about({ replyTo, quote, editing });
    if (editing) this.#setText(editing.text);
    else if (text !== undefined) this.#setText(text);
    this.field.focus();
  }

  #about({ replyTo = null, quote = "", editing = null }) {
    this.#replyTo = replyTo;
    this.#quote = quote;
    this.#editing = editing;
    const about = editing ?? replyTo;
    this.bar.hidden = !about;
    this.sendButton.setAttribute("aria-label", editing ? "Save" : "Send");
    if (!about) return;
    this.bar.querySelector(".icon").replaceWith(icon(editing ? "edit" : quote ? "quote" : "reply"));
    this.bar
      .querySelector(".about")
      .replaceChildren(
        element(
          "span",
          { class: "about-title" },
          editing ? "Edit message" : `Reply to ${senderName(replyTo)}`,
        ),
        element("span", { class: "about-words", dir: "auto" }, quote ? `“${quote}”` : summary(about)),
      );
  }

  #endAbout() {
    if (this.#editing) this.#setText("");
    this.#about({});
    this.field.focus();
  }

  #setText(text) {
    this.field.value = text;
    this.field.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  #changed() {
    const text = this.field.value;
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${Math.min(this.field.scrollHeight + border, TALLEST)}px`;
    this.sendButton.disabled = !text.trim() && !this.attachments.files.length;
    if (this.#editing || !this.world.chat) {
      this.inline.stop();
      this.choices.hide();
      return;
    }
    const before = text.slice(0, this.field.selectionStart);
    if (this.inline.offer(text)) return;
    if (!this.commands.offer(text) && !this.mentions.offer(before)) {
      this.choices.setBusy(false);
      this.choices.hide();
    }
  }

  #keyDown(event) {
    if (this.choices.key(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      this.#escape(event);
    } else if (event.key === "ArrowUp" && !this.field.value && !this.#editing) {
      const mine = this.world
        .messages(this.world.chat, this.world.openTopic)
        .filter((one) => this.world.isEditable(one));
      if (!mine.length) return;
      event.preventDefault();
      this.#write({ editing: mine.at(-1) });
    }
  }

  #escape(event) {
    if (this.choices.isOpen) {
      this.inline.close(this.field.value);
      this.choices.hide();
    } else if (!this.bar.hidden) {
      this.#endAbout();
    } else return;
    event.preventDefault();
  }

  #toggleCommands() {
    if (this.choices.isOpen && this.field.value === "/") this.#setText("");
    else this.#setText("/");
    this.field.focus();
  }

  #command(text, send) {
    this.#setText(send ? text : `${text} `);
    if (send) this.#submit();
    this.field.focus();
  }

  #complete(name, start) {
    this.field.setRangeText(`${name} `, start, this.field.selectionStart, "end");
    this.#changed();
    this.field.focus();
  }

  #where() {
    return {
      reply_to: this.#replyTo?.message_id,
      quote: this.#quote || undefined,
      thread: this.world.openTopic ?? undefined,
    };
  }

  #submit() {
    const text = this.field.value.trim();
    const { chat } = this.world;
    const files = this.attachments.take();
    if (!text && !files.length) return;
    const where = this.#where();
    const editing = this.#editing;
    this.#about({});
    this.#setText("");
    const act = () => {
      if (editing) return this.acts.api.edit(chat.key, editing.message_id, text);
      if (files.length) return this.#upload(chat, files, text, where);
      return this.acts.api.send(chat.key, text, where);
    };
    this.#sending = this.#sending
      .then(() => attempt(act()))
      .then((done) => done ?? this.#giveBack(text, files));
  }

  /** Send files one after the other; a text beside them is the first one's caption. Those sent leave the list. */
  async #upload(chat, files, caption, where) {
    await this.acts.api.upload(chat.key, files[0], { ...where, caption });
    files.shift();
    return files.length ? this.#upload(chat, files, "", { thread: where.thread }) : {};
  }

  /** What could not be sent can be sent again. */
  #giveBack(text, files = []) {
    if (files.length) this.attachments.add(files);
    if (!this.field.value) this.#setText(text);
  }

  #pick(bot, query, resultId) {
    const { reply_to, thread } = this.#where();
    const { chat } = this.world;
    const text = this.field.value;
    this.#about({});
    this.#setText("");
    this.field.focus();
    const act = () => this.acts.api.pick(chat.key, bot.id, query, resultId, { reply_to, thread });
    this.#sending = this.#sending.then(() => attempt(act())).then((done) => done ?? this.#giveBack(text));
  }
}
