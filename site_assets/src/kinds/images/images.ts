// Images: a row is a position in an image. An exemplar is shown as the crop that the position sees,
// beside the feature visualisation of the node.
import type { Exemplar } from "../../data/exemplars";
import type { LayerData } from "../../data/layer";
import type { Model } from "../../state/model";
import { el } from "../../views/dom";
import type { Discs, Enlarged, Kind } from "../kind";
import { contrasts, visualFigure, visualSection } from "./visual_view";
import { cropOf, pictureOf, seenBy, thumbnailOf } from "./pictures";
import { middleOf, Sheets, showTile } from "./sheets";
import { gettext } from "../../text";

export const images: Kind = {
  chunks: { layer: "images", samples: "thumbnails" },
  exemplars: "tiles",
  fill(button, { index }, { data }) {
    const tile = cropOf(data!, index);
    if (tile) showTile(button, tile);
  },
  enlarge: () => new Whole(),
  beside: visualFigure,
  thumbnail,
  discs,
  sections(model, data, node, app) {
    const section = visualSection(model, data, node, app);
    return section ? [section] : [];
  },
  structure: contrasts,
};

function thumbnail(data: LayerData, node: number): HTMLElement | null {
  const tile = pictureOf(data, node);
  if (!tile) return null;
  const element = el("span", { class: "tile" });
  showTile(element, tile);
  return element;
}

/** The image of each node, clipped by its disc. */
function discs(arrived: () => void): Discs {
  const sheets = new Sheets(arrived);
  return {
    content(data, node) {
      const tile = pictureOf(data, node);
      const image = tile && sheets.get(tile.sheet.file);
      if (!tile || !image) return null;
      const [x, y, cut] = middleOf(tile);
      return (context, left, top, side) =>
        context.drawImage(image, x, y, cut, cut, left, top, side, side);
    },
  };
}

/** The whole input of an exemplar, with an outline around what its position sees. */
class Whole implements Enlarged {
  private readonly seen = el("span", { class: "seen" });
  private readonly picture = el("div", { class: "tile" }, this.seen);
  private readonly caption = el("figcaption");
  readonly root = el(
    "figure",
    { class: "whole", "aria-hidden": "true" },
    this.picture,
    this.caption,
  );

  show(exemplar: Exemplar, { samples, data, manifest }: Model): boolean {
    const sample = data?.rows?.arrays.sample[exemplar.row];
    const found = samples && sample !== undefined ? thumbnailOf(samples, sample) : null;
    const whole = Boolean(manifest.noun);
    this.seen.hidden = !found || whole;
    this.caption.replaceChildren(line(whole ? gettext("The whole picture") : gettext("The whole input")));
    if (!whole) this.caption.append(line(gettext("outlined: what it sees"), "soft line"));
    if (!found) return false;
    showTile(this.picture, found.tile, found.part);
    if (whole) return true;
    const { top, right, bottom, left } = seenBy(data!, exemplar);
    this.seen.style.inset = [top, 1 - right, 1 - bottom, left]
      .map((share) => `${(100 * share).toFixed(2)}%`)
      .join(" ");
    return true;
  }
}

function line(text: string, style = "line"): HTMLElement {
  return el("span", { class: style }, text);
}
