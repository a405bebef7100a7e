// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { FigureDialog } from "./tools/figure_view";
import { HelpDialog } from "./tools/help_view";
import { PaletteDialog } from "./tools/palette_view";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  palette: (app) => new PaletteDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
});
