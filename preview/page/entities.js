/**
 * Formatted text: a text and its entities (https://core.telegram.org/bots/api#messageentity) as nodes.
 * Offsets count UTF-16 units, as JavaScript's strings do. The nodes' text is the message's text to the
 * letter, so that what is selected can be quoted.
 */

import { element, icon } from "./dom.js";

/**
 * @typedef {{type: string, offset: number, length: number, url?: string, user?: Object, language?: string}} Entity
 * @typedef {{command: (text: string) => void, link: (address: string) => boolean,
 *   mention: (username: string) => (() => void)|null}} Taps what tapping on parts of a text does; `link`
 *   returns whether it followed the link inside the page
 */

/** An expandable quotation longer than three lines is folded; shorter ones have nothing to unfold. */
const FOLDED_LINES = 3;

/**
 * @param {string} text
 * @param {Entity[]} entities
 * @param {Taps} taps
 * @returns {Node[]}
 */
export function formatted(text, entities, taps) {
  return nodes(text, 0, text.length, nested(entities), taps);
}

/** Order entities so that each one comes before those inside it; of two that overlap, split the later. */
function nested(entities) {
  const waiting = entities.map((entity) => ({ ...entity })).sort(outerFirst);
  const placed = [];
  const open = [];
  while (waiting.length) {
    const entity = waiting.shift();
    while (open.length && end(open.at(-1)) <= entity.offset) open.pop();
    const outer = open.at(-1);
    if (outer && end(entity) > end(outer)) {
      const inside = end(outer) - entity.offset;
      waiting.push({ ...entity, offset: end(outer), length: entity.length - inside });
      waiting.sort(outerFirst);
      entity.length = inside;
    }
    placed.push(entity);
    open.push(entity);
  }
  return placed;
}

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

function outerFirst(one, other) {
  return (
    one.offset - other.offset ||
    other.length - one.length ||
    Number(BLOCKS.has(other.type)) - Number(BLOCKS.has(one.type))
  );
}

function end(entity) {
  return entity.offset + entity.length;
}

function nodes(text, from, to, entities, taps) {
  const made = [];
  let position = from;
  let afterBlock = false;
  const say = (until) => {
    let words = text.slice(position, until);
    if (afterBlock && words.startsWith("\n")) {
      // A block ends its own line, so this line break is kept in the text but not shown.
      made.push(element("span", { class: "ended-line" }, "\n"));
      words = words.slice(1);
    }
    if (words) made.push(words);
  };
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end(entity)) next += 1;
    say(entity.offset);
    const inside = nodes(text, entity.offset, end(entity), entities.slice(index + 1, next), taps);
    made.push(marked(entity, text.slice(entity.offset, end(entity)), inside, taps));
    position = end(entity);
    afterBlock = BLOCKS.has(entity.type);
    index = next;
  }
  say(to);
  return made;
}

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
};

function marked(entity, text, inside, taps) {
  switch (entity.type) {
    case "bold":
    case "italic":
    case "underline":
    case "strikethrough":
    case "code":
      return element(TAGS[entity.type], {}, ...inside);
    case "pre":
      return element("pre", { dir: "ltr", "data-language": entity.language }, element("code", {}, ...inside));
    case "blockquote":
      return element("blockquote", { dir: "auto" }, ...inside);
    case "expandable_blockquote":
      return foldedQuote(inside);
    case "spoiler":
      return spoiler(inside);
    case "text_link":
      return link(entity.url, inside, taps);
    case "url":
      return link(/^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`, inside, taps);
    case "email":
      return link(`mailto:${text}`, inside, taps);
    case "phone_number":
      return link(`tel:${text.replace(/[^\d+]/g, "")}`, inside, taps);
    case "bot_command":
      return tappable(inside, () => taps.command(text));
    case "mention": {
      const tapped = taps.mention(text.slice(1));
      return tapped ? tappable(inside, tapped) : element("span", { class: "mention" }, ...inside);
    }
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return element("span", { class: "mention" }, ...inside);
    default:
      return element("span", { "data-entity": entity.type }, ...inside);
  }
}

function tappable(inside, tapped) {
  return element("button", { type: "button", class: "link", onclick: tapped }, ...inside);
}

const SAFE_ADDRESS = /^(https?|mailto|tel|tg):/i;

function link(address, inside, taps) {
  if (!SAFE_ADDRESS.test(address)) return element("span", {}, ...inside);
  return element(
    "a",
    {
      href: address,
      target: "_blank",
      rel: "noopener noreferrer",
      onclick: (event) => {
        if (taps.link(address)) event.preventDefault();
      },
    },
    ...inside,
  );
}

function spoiler(inside) {
  const words = element("span", { class: "spoiler-words", inert: true }, ...inside);
  const cover = element(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text: reveal" },
    words,
  );
  const reveal = (event) => {
    if (!words.inert || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    words.inert = false;
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    cover.classList.add("revealed");
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  return cover;
}

function foldedQuote(inside) {
  const words = element("span", { class: "quote-words" }, ...inside);
  const toggle = element(
    "button",
    { type: "button", class: "unfold", "aria-label": "Show the whole quotation", "aria-expanded": "false" },
    icon("chevron"),
  );
  const quote = element("blockquote", { dir: "auto", class: "folded" }, words, toggle);
  const turn = () => {
    const folded = quote.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.setAttribute("aria-label", folded ? "Show the whole quotation" : "Fold the quotation");
  };
  toggle.addEventListener("click", turn);
  // The whole of a folded quotation can be tapped, as in Telegram; what can be tapped in it still can.
  words.addEventListener("click", (event) => {
    const tapped = event.target.closest("a, button, [role=button]");
    if (!tapped && quote.classList.contains("folded") && !toggle.hidden) turn();
  });
  hideWhereAllIsShown(quote, words, toggle);
  return quote;
}

/** How many lines a text has is known only once it has a width; until then the button stays. */
function hideWhereAllIsShown(quote, words, toggle) {
  new ResizeObserver(() => {
    const line = parseFloat(getComputedStyle(words).lineHeight);
    toggle.hidden = words.scrollHeight <= line * FOLDED_LINES + 1;
    quote.classList.toggle("short", toggle.hidden);
  }).observe(words);
}
