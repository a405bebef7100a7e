// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { FigureDialog } from "./tools/figure_view";
import { HelpDialog } from "./tools/help_view";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
});
