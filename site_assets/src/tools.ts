// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { ArrangementView } from "./tools/arrangement_view";
import { FigureDialog } from "./tools/figure_view";
import { HelpDialog } from "./tools/help_view";
import { OverGraph } from "./tools/over_graph";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
  arrangement: (app, parts) => new ArrangementView(app, parts),
  over: (app, parts) => new OverGraph(app, parts),
});
