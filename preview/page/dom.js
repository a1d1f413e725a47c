/** Building the page's nodes. Text only ever becomes text nodes, so nothing said in a chat can be markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 *
 * @param {string} tag
 * @param {Object<string, any>} [attributes] `class`, ARIA and other attributes; what begins with `on` is a
 *   listener. `true` sets an attribute without a value; `false`, `null` and `undefined` leave it out.
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child || child === ""));
  return made;
}

/**
 * Draw one of the page's own icons, hidden from screen readers: the control around it has the name.
 *
 * @param {string} name a symbol's id in icons.svg
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/**
 * Make a button that shows only an icon.
 *
 * @param {string} name the icon
 * @param {string} label what a screen reader says, and what the pointer is told
 * @param {Object<string, any>} [attributes]
 */
export function iconButton(name, label, attributes = {}) {
  return element(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, ...attributes },
    icon(name),
  );
}

/**
 * Give an element these children in this order, moving as little as possible: what stays in its place keeps
 * its focus, its selection and its scroll position, and is not announced again.
 *
 * @param {Element} parent
 * @param {Node[]} children
 */
export function arrange(parent, children) {
  const kept = new Set(children);
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  let next = parent.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else parent.insertBefore(child, next);
  }
}
