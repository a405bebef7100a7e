// The data of all layers, as far as it has arrived.
import type { AnyChunk, ChunkKind, Chunks } from "./decode";
import { graphOf } from "./graph";
import type { LiveLayer } from "./live/types";
import { type LayerData, type Rows, rowsOf, type Samples } from "./layer";
import { firstScatter, type ProjectionKind, type Scatter, scatterOf } from "./scatter";
import type { Layer, Manifest, NumbersArrays } from "./schema";

/** Loads chunks, each once. */
export interface Loader {
  load<K extends ChunkKind>(path: string, kind: K): Promise<Chunks[K]>;
}

/** The chunks of the exploration's kind. */
interface KindChunks {
  readonly layer: ChunkKind | null;
  readonly samples: ChunkKind | null;
  readonly later?: boolean;
}

/** Makes the graphs of a family; it is in the second script. */
export type MakeLive = (
  author: LayerData & { readonly rows: Rows },
  family: Chunks["family"],
  samples: Samples,
) => LiveLayer;

export class LayerStore {
  private readonly arrived = new Map<string, LayerData>();
  /** By layer and kind. */
  private readonly scatters = new Map<string, Scatter>();
  private readonly lives = new Map<string, LiveLayer>();
  samples: Samples | null = null;
  numbers: NumbersArrays | null = null;

  constructor(
    readonly manifest: Manifest,
    private readonly loader: Loader,
    private readonly kind: KindChunks,
  ) {}

  get(id: string): LayerData | null {
    return this.arrived.get(id) ?? null;
  }

  live(id: string): LiveLayer | null {
    return this.lives.get(id) ?? null;
  }

  layer(id: string): Layer {
    return this.manifest.layers.find((layer) => layer.id === id)!;
  }

  async loadGraph(id: string): Promise<void> {
    if (this.arrived.has(id)) return;
    const layer = this.layer(id);
    const [{ header, arrays }, look] = await Promise.all([
      this.loader.load(layer.graph, "graph"),
      this.kind.later ? null : this.chunkOf(layer.look, this.kind.layer),
    ]);
    if (this.arrived.has(id)) return;
    const graph = graphOf(arrays, header.structures, header.names);
    const { classes, agreement } = header;
    this.arrived.set(id, { layer, graph, classes, agreement, rows: null, look });
  }

  async loadRows(id: string): Promise<void> {
    await this.loadGraph(id);
    if (this.arrived.get(id)!.rows) return;
    const chunk = await this.loader.load(this.layer(id).rows, "rows");
    const data = this.arrived.get(id)!;
    const rows = data.rows ?? rowsOf(chunk, data.graph);
    this.arrived.set(id, { ...data, rows });
    this.scatters.set(`${id} ${this.manifest.projections[0]!}`, firstScatter(rows));
  }

  scatter(id: string, projection: ProjectionKind): Scatter | null {
    return this.scatters.get(`${id} ${projection}`) ?? null;
  }

  /** A scatter of a layer; that of the rows arrives with them. */
  async loadScatter(id: string, projection: ProjectionKind): Promise<void> {
    const path = this.layer(id).projections[this.manifest.projections.indexOf(projection) - 1];
    if (path === undefined || this.scatter(id, projection)) return;
    const chunk = await this.loader.load(path, "projection");
    this.scatters.set(`${id} ${projection}`, scatterOf(chunk));
  }

  /** The data of a layer that need not be on show. */
  async layerData(id: string, rows: boolean): Promise<LayerData> {
    await (rows ? this.loadRows(id) : this.loadGraph(id));
    return this.arrived.get(id)!;
  }

  /** The chunk of the kind for a layer, where it is not loaded with the graph. */
  async loadLook(id: string): Promise<void> {
    await this.loadGraph(id);
    const look = await this.chunkOf(this.layer(id).look, this.kind.layer);
    const data = { ...this.arrived.get(id)!, look };
    this.arrived.set(id, data);
    this.lives.get(id)?.take(data);
  }

  /** The graphs of a layer's family, which its rows and the samples describe. */
  async loadLive(id: string, make: MakeLive): Promise<void> {
    const { family } = this.layer(id);
    if (family === null) return;
    const loads = [this.loader.load(family, "family"), this.loadRows(id), this.loadSamples()] as const;
    const [chunk] = await Promise.all(loads);
    const { rows, ...data } = this.arrived.get(id)!;
    if (!this.lives.has(id)) this.lives.set(id, make({ ...data, rows: rows! }, chunk, this.samples!));
  }

  async loadSamples(): Promise<Samples> {
    if (this.samples) return this.samples;
    const { samples, samples_look, details: table, labels } = this.manifest;
    const [names, look, details] = await Promise.all([
      this.loader.load(samples, "samples"),
      this.chunkOf(samples_look, this.kind.samples),
      table ? this.loader.load(table, "details") : null,
    ]);
    return (this.samples ??= { ...names, labels, look, details });
  }

  /** The numbers of the samples; nothing where there are none. */
  async loadNumbers(): Promise<void> {
    const { numbers_chunk } = this.manifest;
    if (numbers_chunk) this.numbers = (await this.loader.load(numbers_chunk, "numbers")).arrays;
  }

  private async chunkOf(path: string | null, kind: ChunkKind | null): Promise<AnyChunk | null> {
    return path === null || kind === null ? null : this.loader.load(path, kind);
  }
}
