// Light or dark theme: that of the system until the reader chooses. All pages share the choice.
const KEY = "topopress:theme";
const DARK = matchMedia("(prefers-color-scheme: dark)");

export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : DARK.matches;
}

/** Storage may be blocked, or shared by all pages opened from disk. Nothing depends on it. */
function rememberedTheme(): string | null {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "dark" || theme === "light" ? theme : null;
  } catch {
    return null;
  }
}

export function toggleTheme(): void {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset["theme"] = theme;
  try {
    if ((DARK.matches ? "dark" : "light") === theme) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // The choice lasts as long as the page.
  }
}

export function applyRememberedTheme(): void {
  const theme = rememberedTheme();
  if (theme) document.documentElement.dataset["theme"] = theme;
}
