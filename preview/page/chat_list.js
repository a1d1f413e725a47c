/** The list of chats: whose they are, what was said last and when, what is unread. */

import { actingLine } from "./acting.js";
import { badge } from "./badge.js";
import { arrange, element } from "./dom.js";
import { avatar, chatIcon, senderName } from "./names.js";
import { summary } from "./summary.js";
import { brief } from "./times.js";

/** Draws the list. */
export class ChatList {
  /** Rows by the chat's key: a row stays, and with it the focus, while what it shows changes. */
  #rows = new Map();

  /**
   * @param {import("./world.js").World} world
   * @param {import("./acts.js").Acts} acts
   */
  constructor(world, acts) {
    this.world = world;
    this.acts = acts;
    this.list = document.getElementById("chat-list");
    this.list.addEventListener("keydown", (event) => this.#move(event));
    world.on(["loaded", "opened", "messages", "chat", "acting"], () => this.#draw());
  }

  /** Put the focus on a chat's row. */
  focus(key) {
    this.#rows.get(key)?.firstElementChild.focus();
  }

  #draw() {
    arrange(
      this.list,
      [...this.world.chats.values()].map((chat) => this.#row(chat)),
    );
  }

  #row(chat) {
    if (!this.#rows.has(chat.key)) {
      const open = () => this.acts.go(chat.key);
      const button = element("button", {
        type: "button",
        class: "chat-row",
        "data-chat": chat.key,
        onclick: open,
      });
      this.#rows.set(chat.key, element("li", {}, button));
    }
    const row = this.#rows.get(chat.key);
    const button = row.firstElementChild;
    const isOpen = chat.key === this.world.openKey;
    if (isOpen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.replaceChildren(...this.#inside(chat));
    return row;
  }

  #inside(chat) {
    const last = this.world.lastMessage(chat);
    const unread = [...chat.unread.values()].reduce((sum, number) => sum + number, 0);
    return [
      avatar(chat.title, chat.bot_id ?? chat.id),
      element(
        "span",
        { class: "row-top" },
        element("span", { class: "row-kind" }, chatIcon(chat)),
        element("span", { class: "row-title", dir: "auto" }, chat.title),
        last && element("span", { class: "row-time" }, brief(last.date)),
      ),
      element("span", { class: "row-bottom" }, this.#preview(chat, last), badge(unread)),
    ];
  }

  #preview(chat, last) {
    const doing = actingLine(chat);
    if (doing) return element("span", { class: "row-words acting" }, doing);
    if (!last) {
      const hint = this.world.bots.get(chat.bot_id)?.short_description || "Nothing was said here yet";
      return element("span", { class: "row-words", dir: "auto" }, hint);
    }
    const by = last.mine ? "You" : chat.type === "private" ? null : senderName(last);
    return element(
      "span",
      { class: "row-words", dir: "auto" },
      by && element("span", { class: "row-by" }, `${by}: `),
      summary(last).slice(0, 120),
    );
  }

  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.list.querySelectorAll("button")];
    const at = rows.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
  }
}
