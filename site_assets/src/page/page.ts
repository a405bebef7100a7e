// What every page runs, before its first paint: the theme the reader chose, and the switch for it.
import { iconButton, ICONS } from "../views/dom";
import { applyRememberedTheme, toggleTheme } from "./theme_switch";

applyRememberedTheme();
// Without this script the switch would do nothing, so it is not in the HTML.
document.addEventListener("DOMContentLoaded", () => {
  const button = iconButton("Light or dark", ICONS.theme, toggleTheme);
  button.classList.add("theme-switch");
  document.querySelector(".site-head")?.append(button);
});
