/** The messages of the open chat: kept in step with what is known, and scrolled as a reader expects. */

import { bubble } from "./bubbles.js";
import { arrange, element } from "./dom.js";
import { openMessageMenu } from "./message_menu.js";
import { senderId } from "./names.js";
import { suggestions } from "./suggestions.js";
import { day } from "./times.js";
import { isMenuOpen } from "./menu.js";
import { toast } from "./toasts.js";

/** So near its end, in pixels, a reader is following and new messages are scrolled to. */
const NEAR = 120;
/** Messages of one sender no further apart than so many seconds stand together. */
const TOGETHER = 300;

/** Draws the messages, and everything that stands among them. */
export class Conversation {
  /** Nodes by message: a changed message is another object, and is drawn anew. */
  #drawn = new WeakMap();
  #days = new Map();
  #waiting = 0;
  /** Whether the newest message is in sight, and is to stay so. */
  #following = true;

  /**
   * @param {import("./world.js").World} world
   * @param {import("./acts.js").Acts} acts
   */
  constructor(world, acts) {
    this.world = world;
    this.acts = acts;
    this.scroller = document.getElementById("scroller");
    this.log = document.getElementById("log");
    this.empty = document.getElementById("empty-chat");
    this.down = document.getElementById("to-end");
    this.down.addEventListener("click", () => this.#toEnd(scrolling()));
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    world.on(["opened"], () => this.#opened());
    world.on(["messages"], ({ chat, message }) => chat === world.chat && this.#draw(message));
    world.on(["loaded", "chat"], () => this.#draw());
    // What changes its size above the end, such as a composer that grows, must not hide the end.
    new ResizeObserver(() => this.#following && this.#toEnd()).observe(this.scroller);
  }

  #opened() {
    this.log.replaceChildren();
    this.#days.clear();
    this.#draw();
    this.#toEnd();
  }

  #draw(said) {
    const { chat, openTopic } = this.world;
    if (!chat) return;
    const focused = place(document.activeElement, this.log);
    const messages = this.world.messages(chat, openTopic);
    const nodes = [];
    let before = null;
    messages.forEach((message, index) => {
      if (!before || day(before.date) !== day(message.date)) nodes.push(this.#day(message));
      const node = this.#node(chat, message);
      node.classList.toggle("first", !together(before, message));
      node.classList.toggle("last", !together(message, messages[index + 1]));
      nodes.push(node);
      before = message;
    });
    arrange(this.log, nodes);
    focusAgain(focused, this.log);
    this.#drawEmpty(chat, messages);
    if (this.#following || said?.mine) this.#toEnd();
    else if (said) this.#count(this.#waiting + 1);
  }

  #node(chat, message) {
    if (!this.#drawn.has(message)) {
      const log = {
        jump: (id) => this.#jump(id),
        menu: (...where) => openMessageMenu(this.acts, chat, ...where),
      };
      const node = bubble(this.acts, chat, message, log);
      if (!node.classList.contains("service")) watchForMenu(node, (at) => log.menu(message, node, at));
      this.#drawn.set(message, node);
    }
    return this.#drawn.get(message);
  }

  /** The line that begins a day; the same one each time, so that it stays where it is. */
  #day(message) {
    const named = day(message.date);
    if (!this.#days.has(named)) {
      this.#days.set(named, element("div", { class: "day" }, element("span", {}, named)));
    }
    return this.#days.get(named);
  }

  #drawEmpty(chat, messages) {
    const isEmpty = messages.length === 0;
    const isStarted = chat.type !== "private" || chat.started;
    this.empty.hidden = !isEmpty;
    if (!isEmpty) this.empty.replaceChildren();
    else if (isStarted) this.empty.replaceChildren(...suggestions(this.world, this.acts, chat));
    else this.empty.replaceChildren(...introduction(this.world.bots.get(chat.bot_id)));
  }

  #jump(id) {
    const target = this.log.querySelector(`[data-message="${id}"]`);
    if (!target) {
      toast("That message is not here any more.");
      return;
    }
    target.scrollIntoView({ block: "center", behavior: scrolling() });
    target.focus({ preventScroll: true });
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#following) this.#count(0);
    this.down.hidden = this.#following;
  }

  #count(number) {
    this.#waiting = number;
    this.down.querySelector(".badge").textContent = number || "";
    this.down.setAttribute("aria-label", number ? `To the newest, ${number} new` : "To the newest");
  }

  #toEnd(behavior = "instant") {
    this.#following = true;
    this.down.hidden = true;
    this.#count(0);
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }
}

function scrolling() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

/** What a bot says of itself to those who have not started it. */
function introduction(bot) {
  return [
    element("h2", {}, `What can ${bot.first_name} do?`),
    element("p", { class: "about-bot", dir: "auto" }, bot.description || "Press Start to find out."),
  ];
}

function together(one, other) {
  const isSaid = (message) => message && ("text" in message || "caption" in message || "photo" in message);
  return (
    isSaid(one) &&
    isSaid(other) &&
    senderId(one) === senderId(other) &&
    other.date - one.date <= TOGETHER &&
    day(one.date) === day(other.date)
  );
}

/** Where in the messages the focus is, so that it can be set again once a message was drawn anew. */
function place(focused, log) {
  const message = log.contains(focused) && focused.closest("[data-message]");
  if (!message) return null;
  return {
    node: focused,
    message: message.dataset.message,
    key: focused.dataset.place,
  };
}

function focusAgain(focused, log) {
  if (!focused || log.contains(focused.node)) return;
  const message = log.querySelector(`[data-message="${focused.message}"]`);
  if (!message) {
    document.getElementById("text").focus();
    return;
  }
  const keys = [...message.querySelectorAll("[data-place]")];
  const key = keys.find((one) => one.dataset.place === focused.key) ?? (focused.key && keys.at(-1));
  (key || message).focus({ preventScroll: true });
}

const LONG_PRESS = 500;

/**
 * Open a message's menu by right click, by the keyboard's menu key, or by a long press, which only some browsers
 * tell of as a right click.
 */
function watchForMenu(node, open) {
  let timer = 0;
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a")) return;
    event.preventDefault();
    if (!isMenuOpen()) open({ x: event.clientX, y: event.clientY });
  });
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    const at = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => !isMenuOpen() && open(at), LONG_PRESS);
  });
  for (const kind of ["pointerup", "pointercancel", "pointermove", "contextmenu"]) {
    node.addEventListener(kind, () => clearTimeout(timer));
  }
}
