/** Light or dark: as the system has it, until one chooses. */

const KEPT = "local-telegram-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

const chosen = localStorage.getItem(KEPT);
if (chosen) root.dataset.theme = chosen;

function current() {
  return root.dataset.theme ?? (dark.matches ? "dark" : "light");
}

/** Let a button turn it. */
export function themeSwitch(button) {
  const name = () => {
    const other = current() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Use the ${other} theme`);
    button.title = `Use the ${other} theme`;
  };
  button.addEventListener("click", () => {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    localStorage.setItem(KEPT, root.dataset.theme);
    name();
  });
  dark.addEventListener("change", name);
  name();
}
