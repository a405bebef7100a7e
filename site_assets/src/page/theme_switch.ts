// Light or dark theme: that of the system until the reader chooses. All pages share the choice.
import { remember, remembered } from "./remember";

const KEY = "theme";
const DARK = matchMedia("(prefers-color-scheme: dark)");

export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : DARK.matches;
}

function rememberedTheme(): string | null {
  const theme = remembered(KEY);
  return theme === "dark" || theme === "light" ? theme : null;
}

export function toggleTheme(): void {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset["theme"] = theme;
  // Where it cannot be remembered, the choice lasts as long as the page.
  remember(KEY, (DARK.matches ? "dark" : "light") === theme ? null : theme);
}

export function applyRememberedTheme(): void {
  const theme = rememberedTheme();
  if (theme) document.documentElement.dataset["theme"] = theme;
}
