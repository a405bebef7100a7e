// The viewer of an exploration: takes the place of the still picture once its data is there.
import { Explorer } from "./explorer";
import { type Manifest, SCHEMA_VERSION } from "./data/schema";

function start(): void {
  const source = document.getElementById("topo-manifest")?.textContent;
  const root = document.getElementById("explorer");
  const stage = document.getElementById("explorer-stage");
  if (!source || !root || !stage) return;
  const manifest = JSON.parse(source) as Manifest;
  // A page of another version keeps its still picture and says so (see drawings.css, .no-viewer).
  if ((manifest.schema_version as number) !== SCHEMA_VERSION || !("DecompressionStream" in window))
    return;
  document.documentElement.classList.add("js");
  void new Explorer(root, stage, manifest).start();
}

start();
