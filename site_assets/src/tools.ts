// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { AreaOutline } from "./tools/area_view";
import { FigureDialog } from "./tools/figure_view";
import { HelpDialog } from "./tools/help_view";
import { SelectionPanel } from "./tools/selection/panel";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
  selection: (app, parts) => new SelectionPanel(app, parts),
  area: (app, parts) => new AreaOutline(app, parts),
});
