// The first view of an address that names one: it is on screen, and the keyboard starts in it.

/** By any of these the reader takes over, and nothing moves the page any more. */
const ACTS = ["wheel", "pointerdown", "keydown"] as const;
const ONCE = { capture: true, passive: true, once: true };
/** Milliseconds for the last shifts of the layout after the view and the fonts are there. */
const SETTLE_MS = 2000;

/**
 * Whether the reader came by a link or an address. After reload, back and forward the browser
 * restores the place in the page.
 */
export function isNewVisit(): boolean {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return visit?.type === "navigate";
}

/** To be called when the view is there, with the surface that shows it. */
export type Arrival = (surface: HTMLElement) => void;

/**
 * Keep an element at the top of the window while the page loads, until the reader acts. `place`:
 * the element, which may be another one once the view is there.
 */
export function land(place: () => HTMLElement): Arrival {
  let over = false;
  const end = (): boolean => (over = true);
  const go = (): void => {
    if (over) return;
    // At once, and without scrolling a page that this one is framed in.
    const { top } = place().getBoundingClientRect();
    scrollTo({ top: scrollY + top, behavior: "instant" });
  };
  for (const act of ACTS) addEventListener(act, end, ONCE);
  new ResizeObserver(go).observe(document.body);
  go();
  return (surface) => {
    go();
    if (!over) focusQuietly(surface);
    void document.fonts.ready.then(() => setTimeout(end, SETTLE_MS));
  };
}

/** Focus that is not drawn before a key is pressed. A frame takes none from the page around it. */
function focusQuietly(surface: HTMLElement): void {
  if (self !== top) return;
  surface.classList.add("landed");
  surface.focus({ preventScroll: true });
  addEventListener("keydown", () => surface.classList.remove("landed"), ONCE);
}
