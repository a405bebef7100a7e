// An explorer inside an essay: without an address of its own, and of any exploration of the site.
import { createExplorer } from "./explorer";
import type { ShowView } from "./live/contract";
import { loaderAt } from "./page/elsewhere";
import { ChunkLoader } from "./page/load";

export const showView: ShowView = async (root, { folder, manifest: path, others, view }) => {
  const loader = ChunkLoader.ofPage();
  const { header } = await loaderAt(folder, loader).load(path, "manifest");
  const manifest = { ...header.manifest, others };
  const explorer = createExplorer(root, manifest, { folder, view: `#${view}`, loader });
  await explorer.ready;
  return explorer;
};
