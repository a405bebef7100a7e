// What further graphs on the page are made with: the second script asks for it.
import { LayerStore, type Loader } from "./data/layers";
import type { OtherExploration } from "./data/schema";
import { beside, loaderAt } from "./page/elsewhere";
import { kindOf } from "./kinds/kinds";
import { Derivation } from "./state/derive";
import type { GraphMaker } from "./tools/contract";
import { GraphView } from "./views/graph_view";

/** Pictures of another exploration are not loaded: their paths are those of its own page. */
const NO_PICTURES = { layer: null, samples: null };

export function graphMaker(store: LayerStore, loader: Loader, folder: string): GraphMaker {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  return {
    store,
    other: (exploration) => storeOf(exploration, loader, folder),
    derivation: (given) => new Derivation(given.manifest, given),
    graph: (app, given) =>
      new GraphView(app, () => reduced.matches, null, kindOf(given)),
  };
}

async function storeOf(
  { name, manifest }: OtherExploration,
  loader: Loader,
  folder: string,
): Promise<LayerStore> {
  const there = loaderAt(beside(folder, name), loader);
  const { header } = await there.load(manifest, "manifest");
  return new LayerStore(header.manifest, there, NO_PICTURES);
}
