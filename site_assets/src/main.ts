// The viewer of an exploration's page: takes the place of the still graph once its data is there.
import { type Manifest, SCHEMA_VERSION } from "./data/schema";
import { createExplorer } from "./explorer";
import { showView } from "./live_view";
import { takeHeldFiles } from "./page/held";
import { ChunkLoader } from "./page/load";

function start(): void {
  const source = document.getElementById("topo-manifest")?.textContent;
  const root = document.getElementById("explorer");
  if (!source || !root) return;
  const manifest = JSON.parse(source) as Manifest;
  // A page of another version keeps its still graph and says so (see drawings.css, .no-viewer).
  if ((manifest.schema_version as number) !== SCHEMA_VERSION || !("DecompressionStream" in window))
    return;
  document.documentElement.classList.add("js");
  takeHeldFiles(document);
  // The output of a notebook has no address of its own.
  const explorer = createExplorer(root, manifest, { hash: location.protocol !== "about:" });
  // In a frame of another site, a link leads to the view on the page of this one.
  const full = document.querySelector<HTMLAnchorElement>("a.full-page");
  full?.addEventListener("click", () => (full.hash = explorer.fragment()));
}

ChunkLoader.ofPage().viewer(showView);
start();
