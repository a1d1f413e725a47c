/** A menu that pops up at a place: arrow keys move in it, Escape closes it, focus goes back where it was. */

import { element, icon } from "./dom.js";

const MARGIN = 8;

/**
 * @typedef {{label: string, icon?: string, picture?: Node, detail?: string, checked?: boolean, danger?: boolean,
 *   inRow?: boolean, act: () => void}} MenuItem `checked` makes it a choice among others; `inRow` puts it into
 *   the row on top, shown by its picture alone
 */

let current = null;

/**
 * Open a menu, in place of any other; pressing the button of one that is open closes it.
 *
 * @param {string} label
 * @param {MenuItem[]} items
 * @param {{x: number, y: number}} place of the menu's corner, on the screen
 * @param {Element} [opener] whose `aria-expanded` follows the menu
 */
export function openMenu(label, items, place, opener) {
  const wasOpen = current;
  wasOpen?.close();
  if (opener && wasOpen?.opener === opener) return;
  const before = document.activeElement;
  const menu = element("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual" });
  const close = () => {
    const hadFocus = menu.contains(document.activeElement);
    document.removeEventListener("pointerdown", pressedElsewhere, true);
    menu.remove();
    current = null;
    opener?.setAttribute("aria-expanded", "false");
    if (hadFocus) (before === document.body ? opener : before)?.focus();
  };
  // The browser's own way to dismiss a popover takes the end of the long press that opened it for a press.
  const pressedElsewhere = ({ target }) => !menu.contains(target) && !opener?.contains(target) && close();
  const row = items.filter(({ inRow }) => inRow);
  if (row.length) {
    menu.append(
      element("div", { class: "menu-row", role: "group" }, ...row.map((item) => menuItem(item, close))),
    );
  }
  menu.append(...items.filter(({ inRow }) => !inRow).map((item) => menuItem(item, close)));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else moveFocus(event, [...menu.querySelectorAll("button")]);
  });
  document.addEventListener("pointerdown", pressedElsewhere, true);
  document.body.append(menu);
  menu.showPopover();
  current = { close, opener };
  opener?.setAttribute("aria-expanded", "true");
  put(menu, place);
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("button")).focus();
}

/** Whether a menu is open. */
export function isMenuOpen() {
  return current !== null;
}

/** Where a menu of a button belongs: below it, at its start. */
export function below(button) {
  const { left, bottom } = button.getBoundingClientRect();
  return { x: left, y: bottom + 4 };
}

function menuItem(item, close) {
  const isChoice = item.checked !== undefined;
  return element(
    "button",
    {
      type: "button",
      role: isChoice ? "menuitemradio" : "menuitem",
      "aria-checked": isChoice ? String(item.checked) : null,
      "aria-label": item.inRow ? item.label : null,
      tabindex: "-1",
      class: item.danger ? "danger" : null,
      onclick: () => {
        close();
        item.act();
      },
    },
    item.picture ?? (item.icon && icon(item.icon)),
    !item.inRow && element("span", { class: "menu-label" }, item.label),
    item.detail && element("span", { class: "menu-detail" }, item.detail),
    isChoice && !item.inRow && item.checked && icon("check"),
  );
}

function moveFocus(event, buttons) {
  const at = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  const to = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowRight: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    ArrowLeft: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons[to].focus();
}

function put(menu, { x, y }) {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(x, innerWidth - width - MARGIN);
  const top = y + height + MARGIN > innerHeight ? Math.max(innerHeight - height - MARGIN, MARGIN) : y;
  menu.style.left = `${Math.max(left, MARGIN)}px`;
  menu.style.top = `${top}px`;
}
