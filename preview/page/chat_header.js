/** What stands above the messages: whose chat it is, what goes on there, its topics and its note. */

import { actingLine } from "./acting.js";
import { badge } from "./badge.js";
import { arrange, element } from "./dom.js";
import { openMenu, below } from "./menu.js";
import { avatar } from "./names.js";
import { attempt } from "./toasts.js";
import { GENERAL } from "./world.js";

/** Draws the header of the open chat. */
export class ChatHeader {
  /**
   * @param {import("./world.js").World} world
   * @param {import("./acts.js").Acts} acts
   */
  constructor(world, acts) {
    this.world = world;
    this.acts = acts;
    this.picture = document.getElementById("chat-picture");
    this.title = document.getElementById("chat-title");
    this.status = document.getElementById("chat-status");
    this.topics = document.getElementById("topics");
    this.note = document.getElementById("chat-note");
    this.more = document.getElementById("chat-more");
    document.getElementById("back").addEventListener("click", () => acts.go(null));
    this.more.addEventListener("click", () => this.#menu());
    this.topics.addEventListener("keydown", (event) => this.#moveTab(event));
    world.on(["loaded", "opened", "chat"], () => this.#draw());
    world.on(["acting", "messages"], ({ chat }) => {
      if (chat !== world.chat) return;
      this.#drawMore(chat);
      this.#drawStatus(chat);
      this.#drawTopics(chat);
    });
  }

  #draw() {
    const { chat } = this.world;
    if (!chat) return;
    this.picture.replaceChildren(avatar(chat.title, chat.bot_id ?? chat.id));
    this.title.textContent = chat.title;
    this.note.hidden = !chat.note;
    this.note.querySelector("span").textContent = chat.note;
    this.#drawMore(chat);
    this.#drawStatus(chat);
    this.#drawTopics(chat);
  }

  #drawMore(chat) {
    this.more.hidden = chat.type !== "private" || !(chat.started || chat.blocked);
  }

  #drawStatus(chat) {
    const doing = actingLine(chat, this.world.openTopic);
    this.status.textContent = doing || this.#whoIsThere(chat);
    this.status.classList.toggle("acting", Boolean(doing));
  }

  #whoIsThere(chat) {
    if (chat.type === "private") return "bot";
    const bots = this.world.botsIn(chat).length;
    const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
    const all = count(chat.members.length, "member");
    return bots ? `${all}, ${count(bots, "bot")}` : `${all}, no bot`;
  }

  #drawTopics(chat) {
    this.topics.hidden = !chat.is_forum;
    if (!chat.is_forum) {
      this.topics.replaceChildren();
      return;
    }
    const topics = [{ id: GENERAL, name: "General" }, ...chat.topics];
    const tabs = topics.map((topic, index) => this.#tab(chat, topic, this.topics.children[index]));
    arrange(this.topics, tabs);
  }

  #tab(chat, { id, name }, tab = element("button", { type: "button", role: "tab", "aria-controls": "log" })) {
    const isOpen = id === this.world.openTopic;
    const unread = chat.unread.get(id) ?? 0;
    tab.onclick = () => this.acts.go(chat.key, id);
    tab.setAttribute("aria-selected", String(isOpen));
    tab.tabIndex = isOpen ? 0 : -1;
    tab.replaceChildren(element("span", { dir: "auto" }, name), badge(unread));
    return tab;
  }

  #moveTab(event) {
    const tabs = [...this.topics.children];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const tab = tabs.at((tabs.indexOf(document.activeElement) + step) % tabs.length);
    tab.click();
    tab.focus();
  }

  #menu() {
    const { chat } = this.world;
    const block = () => attempt(this.acts.api.block(chat.bot_id, !chat.blocked));
    const item = chat.blocked
      ? { label: "Unblock the bot", icon: "check", act: block }
      : { label: "Block the bot", icon: "block", danger: true, act: block };
    openMenu("Chat actions", [item], below(this.more), this.more);
  }
}
