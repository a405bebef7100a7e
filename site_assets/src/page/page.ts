// Runs on every page before its first paint: sets the chosen theme, adds its switch, and explains
// citations.
import { iconButton, ICONS } from "../views/dom";
import { showCitations } from "./citations";
import { showVersion } from "./version";
import { applyRememberedTheme, toggleTheme } from "./theme_switch";

applyRememberedTheme();
// Without this script the switch would do nothing, so it is not in the HTML.
document.addEventListener("DOMContentLoaded", () => {
  const button = iconButton("Light or dark", ICONS.theme, toggleTheme);
  button.classList.add("theme-switch");
  document.querySelector(".site-head")?.append(button);
  showCitations(document);
  showVersion(document);
});
