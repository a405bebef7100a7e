// Runs on every page before its first paint: sets the chosen theme, adds its switch and the search,
// explains citations, and filters lists of anomalies.
import { iconButton, ICONS } from "../views/dom";
import { listAnomalies } from "./anomalies";
import { showCitations } from "./citations";
import { offerSearch } from "./search_button";
import { showVersion } from "./version";
import { applyRememberedTheme, toggleTheme } from "./theme_switch";
import { gettext } from "../text";

const { search } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {};

applyRememberedTheme();
// Without this script neither button would do anything, so they are not in the HTML.
document.addEventListener("DOMContentLoaded", () => {
  offerSearch(document, search);
  const button = iconButton(gettext("Light or dark"), ICONS.theme, toggleTheme);
  button.classList.add("theme-switch");
  document.querySelector(".site-head")?.append(button);
  showCitations(document);
  listAnomalies(document);
  showVersion(document);
});
