// Images: a row is a position in an image. An exemplar is shown as the crop that the position sees,
// beside the feature visualisation of the node.
import { type Exemplar, exemplarKindsOf } from "../../data/exemplars";
import type { LayerData } from "../../data/layer";
import type { Manifest } from "../../data/schema";
import { capital } from "../../look/noun";
import type { Model } from "../../state/model";
import { el } from "../../views/dom";
import type { Discs, Enlarged, Kind } from "../kind";
import { contrasts, visualFigure, visualSection } from "./visual_view";
import { cropOf, imagesOf, pictureOf, seenBy, thumbnailOf } from "./pictures";
import { middleOf, Sheets, showTile } from "./sheets";

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
  terms,
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
    this.caption.replaceChildren(line(whole ? "The whole picture" : "The whole input"));
    if (!whole) this.caption.append(line("outlined: what it sees", "soft line"));
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

function terms(data: LayerData, { noun }: Manifest): [string, string][] {
  const header = imagesOf(data)?.header;
  const found: [string, string][] = [];
  if (header?.visual_sheets.length)
    found.push([
      "What it responds to",
      "A feature visualisation: an image that was optimised from noise, so that the layer’s " +
        "activation points in the direction of the node’s centroid. Cosine: the similarity of " +
        "the two directions, 1 for the same. Objective: the value that was maximised, the dot " +
        "product with the centroid times a power of the cosine. The image shows what the layer " +
        "detects. It is not one of the inputs.",
    ]);
  if (exemplarKindsOf(data, data.graph.bySize[0] ?? 0).length)
    found.push([
      `${capital(noun?.[1] ?? "inputs")} nearest to it`,
      "The members with the largest cosine similarity to the node’s centroid, " +
        (noun
          ? "each shown by the middle of its picture."
          : "each cropped to the part of the input that its position sees."),
    ]);
  return found;
}
