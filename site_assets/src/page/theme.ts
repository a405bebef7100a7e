// The colours of the page as numbers: the canvas takes them from CSS, with the theme that is set.
import type { Theme } from "../state/model";
import { flat, paletteFor, type Rgb } from "../look/palette";
import { isDark } from "./theme_switch";

const DARK = matchMedia("(prefers-color-scheme: dark)");
const FORCED = matchMedia("(forced-colors: active)");

/** Call back when the colours may have changed. */
export function onThemeChange(changed: () => void): void {
  for (const query of [DARK, FORCED]) query.addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
}

const NAMES = {
  paper: "--paper",
  raised: "--paper-raised",
  ink: "--ink",
  faint: "--graph-other",
  accent: "--accent",
  focus: "--focus",
} as const;

/** Read the colours of a part of the page as numbers. */
export function readTheme(root: HTMLElement, chosen = isDark()): Theme {
  const colours = resolve(root, NAMES);
  const dark = FORCED.matches ? luminance(colours.paper) < 0.5 : chosen;
  return { dark, ...colours, colours: flat(paletteFor(dark, colours.faint)) };
}

/** CSS colours, however they are written, as red, green and blue; all styles computed at once. */
function resolve<K extends string>(
  root: HTMLElement,
  names: Readonly<Record<K, string>>,
): Record<K, Rgb> {
  const samples = Object.entries<string>(names).map(([key, variable]) => {
    const sample = document.createElement("span");
    // Otherwise forced colours would replace this colour by that of text.
    sample.style.setProperty("forced-color-adjust", "none");
    sample.style.color = `var(${variable})`;
    return [key, sample] as const;
  });
  root.append(...samples.map(([, sample]) => sample));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  const colours = samples.map(([key, sample]) => [key, rgbOf(getComputedStyle(sample).color, pen)]);
  for (const [, sample] of samples) sample.remove();
  return Object.fromEntries(colours) as Record<K, Rgb>;
}

function rgbOf(colour: string, pen: CanvasRenderingContext2D): Rgb {
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

function luminance([r, g, b]: Rgb): number {
  return (0.21 * r + 0.72 * g + 0.07 * b) / 255;
}
