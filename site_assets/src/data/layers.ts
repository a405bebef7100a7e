// The data of all layers, as far as it has arrived.
import { graphOf } from "./graph";
import type { ChunkLoader } from "./load";
import type { LayerData } from "../state/model";
import { nodesOfRows, type Samples } from "../state/relate";
import type { Layer, Manifest } from "./schema";

export class LayerStore {
  private readonly arrived = new Map<string, LayerData>();
  samples: Samples | null = null;

  constructor(
    private readonly manifest: Manifest,
    private readonly loader: ChunkLoader,
  ) {}

  get(id: string): LayerData | null {
    return this.arrived.get(id) ?? null;
  }

  layer(id: string): Layer {
    return this.manifest.layers.find((layer) => layer.id === id)!;
  }

  async loadGraph(id: string): Promise<void> {
    if (this.arrived.has(id)) return;
    const layer = this.layer(id);
    const { header, arrays } = await this.loader.load(layer.graph, "graph");
    if (this.arrived.has(id)) return;
    const graph = graphOf(arrays, header.structures);
    const { classes, agreement } = header;
    this.arrived.set(id, { layer, graph, classes, agreement, rows: null });
  }

  async loadRows(id: string): Promise<void> {
    await this.loadGraph(id);
    if (this.arrived.get(id)!.rows) return;
    const { header, arrays } = await this.loader.load(this.layer(id).rows, "rows");
    const data = this.arrived.get(id)!;
    const nodes = nodesOfRows(data.graph, arrays.x.length);
    this.arrived.set(id, {
      ...data,
      rows: data.rows ?? { arrays, projection: header.projection, nodes },
    });
  }

  async loadSamples(): Promise<void> {
    this.samples ??= {
      ...(await this.loader.load(this.manifest.samples, "samples")),
      labels: this.manifest.labels,
    };
  }
}
