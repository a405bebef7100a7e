// What a reader's browser remembers for all pages of a site. Storage may be blocked, or shared by all
// pages opened from disk. Nothing depends on it.
const PREFIX = "topopress:";

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Whether it will be remembered; null: no longer. */
export function remember(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}
