// The controls of the live parameters, below those of the graph: sliders through the family.
import { nearestOn, type Way, wayOf } from "../data/live/coarseness";
import { type Place, placeOf, type Spot } from "../data/live/place";
import type { LiveLayer } from "../data/live/types";
import type { LayerData } from "../data/layer";
import { memo } from "../data/memo";
import { figure, isOfIntervals, percent } from "../look/describe";
import type { FamilyCover, Layer, Manifest } from "../data/schema";
import type { App, Model } from "../state/model";
import { el } from "../views/dom";
import { ChangesList } from "./changes_view";
import type { Parts, Tool } from "./contract";
import { Follower } from "./follower";
import { Recurrences } from "./recurrence_view";
import { Slider } from "./slider";
import { count, gettext, ngettext } from "../text";

export class LiveView implements Tool {
  readonly root: HTMLElement;
  private readonly sliders: Record<"eps" | "intervals" | "overlap" | "coarseness", Slider>;
  private readonly tracks = el("div", { class: "live-sliders" });
  private readonly body = el("div", { class: "live-body" });
  private readonly said = el("p", { class: "live-said", role: "note" });
  private readonly back: HTMLButtonElement;
  private readonly frozen = el("p", { class: "live-frozen soft small", role: "note" });
  private readonly changes: ChangesList;
  private readonly recurrences: Recurrences;
  private readonly follower = new Follower();
  private model: Model | null = null;

  constructor(
    private readonly app: App,
    { controls }: Pick<Parts, "controls">,
  ) {
    const slider = (name: string, spotAt: (step: number) => Spot): Slider =>
      new Slider(app.id(`live-${name}`), name, (step) => this.go(spotAt(step), name));
    this.sliders = {
      eps: slider("eps", (level) => ({ ...this.spot(), level })),
      intervals: slider(gettext("Intervals"), (step) => this.with({ n_intervals: this.counts()[step]! })),
      overlap: slider(gettext("Overlap"), (step) => this.with({ overlap: this.overlaps()[step]! })),
      coarseness: slider(gettext("Coarseness"), (step) => this.way(this.graphs()!).spots[step]!),
    };
    this.tracks.append(...Object.values(this.sliders).map(({ root }) => root));
    this.back = el(
      "button",
      { type: "button", class: "quiet", click: () => this.goBack() },
      gettext("Back to the author’s graph"),
    );
    this.changes = new ChangesList(app);
    this.recurrences = new Recurrences();
    this.body.append(
      this.tracks,
      el("div", { class: "live-state" }, this.back, this.changes.root),
      this.recurrences.root,
      this.frozen,
    );
    this.root = el(
      "section",
      { class: "viewer-live", role: "group", "aria-label": gettext("Live parameters"), hidden: true },
      this.said,
      this.body,
    );
    controls.root.after(this.root);
  }

  /** The graphs are loaded when the controls are open. */
  open(): void {
    this.ask();
  }

  update(model: Model): void {
    this.model = model;
    const { state, data } = model;
    // The way back is there as long as another graph is.
    this.root.hidden = !state.tuning && !data?.live;
    if (this.root.hidden || !data) return;
    this.ask();
    for (const part of [this.tracks, this.frozen]) part.hidden = !state.tuning;
    this.describe(data, this.graphs());
    this.recurrences.update(model);
  }

  /** Ask for the graphs of the layer on show, once. */
  private ask(): void {
    const { layer } = this.model?.state.view ?? { layer: null };
    const known = this.model?.manifest.layers.find(({ id }) => id === layer);
    if (this.model?.state.tuning && known?.family && !this.graphs()) this.request(known.id);
  }

  private readonly request = memo((layer: string): void => {
    const effect = { do: "load", what: "live", layer } as const;
    // Not while another event is being drawn.
    queueMicrotask(() => this.app.dispatch({ type: "ask", effect }));
  });

  private readonly describe = memo((data: LayerData, graphs: LiveLayer | null) => {
    const { manifest } = this.model!;
    const why = data.layer.family === null ? reason(data.layer, manifest) : null;
    this.said.textContent = why ?? gettext("Loading the graphs of other settings…");
    this.said.hidden = graphs !== null && why === null;
    this.body.hidden = !this.said.hidden;
    if (!graphs || why !== null) return;
    this.showSliders(data, graphs);
    this.back.hidden = !data.live;
    this.changes.show(data);
    this.frozen.textContent = frozenInWords(data, graphs);
  });

  private showSliders(data: LayerData, graphs: LiveLayer): void {
    const { header, usual } = graphs;
    const spot = this.spot();
    const cover = header.covers[spot.cover]!;
    const own = header.covers[0]!;
    const nodes = ngettext("{n} node", "{n} nodes", data.graph.n);
    const said = (value: string, isOwn: boolean): string =>
      `${value}${isOwn ? ", the author’s" : ""}: ${nodes}`;
    const { eps, intervals, overlap, coarseness } = this.sliders;
    eps.show(header.levels.length, spot.level, figure(header.levels[spot.level]!), {
      words: said(
        gettext("{value}, value {n} of {rows}", { value: figure(header.levels[spot.level]!), n: spot.level + 1, rows: header.levels.length }),
        spot.level === header.own,
      ),
      own: usual,
    });
    intervals.show(this.counts().length, this.counts().indexOf(cover.n_intervals), count(cover.n_intervals), {
      words: said(ngettext("{n} interval", "{n} intervals", cover.n_intervals), cover.n_intervals === own.n_intervals),
      own: this.counts().indexOf(own.n_intervals),
    });
    overlap.show(this.overlaps().length, this.overlaps().indexOf(cover.overlap), percent(cover.overlap), {
      words: said(percent(cover.overlap), cover.overlap === own.overlap),
      own: this.overlaps().indexOf(own.overlap),
    });
    const way = this.way(graphs);
    const at = nearestOn(way, spot, data.graph.n);
    coarseness.show(way.spots.length, at, nodes, {
      words: said(gettext("step {n} of {rows}", { n: at + 1, rows: way.spots.length }), !data.live),
      own: way.own,
    });
  }

  private readonly way = memo((graphs: LiveLayer): Way => wayOf(graphs));

  private graphs(): LiveLayer | null {
    return this.model?.live ?? null;
  }

  private covers(): readonly FamilyCover[] {
    return this.graphs()!.header.covers;
  }

  private counts(): number[] {
    return distinct(this.covers().map(({ n_intervals }) => n_intervals));
  }

  private overlaps(): number[] {
    return distinct(this.covers().map(({ overlap }) => overlap));
  }

  /** Where the graph on show stands. */
  private spot(): Spot {
    return this.model!.data!.live?.spot ?? { cover: 0, level: this.graphs()!.usual };
  }

  /** The cover with another number of intervals or another overlap that is nearest to the present. */
  private with(change: Partial<Pick<FamilyCover, "n_intervals" | "overlap">>): Spot {
    const covers = this.covers();
    const { cover, level } = this.spot();
    const wanted = { ...covers[cover]!, ...change };
    const far = (each: FamilyCover): number =>
      Math.abs(Math.log(each.n_intervals / wanted.n_intervals)) + Math.abs(each.overlap - wanted.overlap);
    const allowed = [...covers.keys()].filter((k) =>
      Object.entries(change).every(([key, value]) => covers[k]![key as keyof FamilyCover] === value),
    );
    const nearer = (one: number, other: number): number =>
      far(covers[other]!) < far(covers[one]!) ? other : one;
    return { cover: allowed.reduce(nearer), level };
  }

  private go(spot: Spot, slider: string): void {
    const graphs = this.graphs()!;
    const cut = placeOf(graphs.header, spot);
    this.show(cut, cut ? graphs.atSpot(spot) : graphs.author, slider);
  }

  private goBack(): void {
    this.show(null, this.graphs()!.author, null);
    if (this.model!.state.tuning) this.sliders.eps.focus();
  }

  private show(cut: Place | null, next: LayerData, slider: string | null): void {
    const carried = this.follower.carried(this.model!, next);
    this.app.dispatch({ type: "cut", cut, carried, slider });
  }
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Why a layer has no graphs of other settings. */
export function reason(layer: Layer, { given, second_lens }: Manifest): string {
  const why = given
    ? gettext("another tool made the graph")
    : !isOfIntervals(layer)
      ? gettext("no intervals cover the rows")
      : second_lens !== null
        ? gettext("two lenses make the cover")
        : layer.contracted !== null
          ? gettext("contained nodes were merged")
          : gettext("the clusterer is not DBSCAN");
  return gettext(
    "Frozen: {name}. Only graphs of DBSCAN over the intervals of one lens can be changed " +
    "on the page.", why);
}

function frozenInWords({ live, layer }: LayerData, { nPublished }: LiveLayer): string {
  const sample =
    nPublished < layer.n_rows
      ? gettext(" These graphs are of a sample, {n} of {layer} rows.", { n: count(nPublished), layer: count(layer.n_rows) })
      : "";
  if (!live) return gettext("Moving a slider makes the graph again on this page.{rows}", sample);
  return (
    gettext(
      "Frozen: stability, cohesion, pictures, exemplars and attributions are those of the " +
      "author’s graph. A node shows those of the author’s node with most nearly the same " +
      "members.{rows}", sample)
  );
}
