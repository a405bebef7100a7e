// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { BesideView } from "./tools/beside/beside_view";
import { FigureDialog } from "./tools/figure_view";
import { MotionView } from "./tools/motion_view";
import { HelpDialog } from "./tools/help_view";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  beside: (app, parts) => new BesideView(app, parts),
  motion: (app, parts) => new MotionView(app, parts),
  figure: (app, parts) => new FigureDialog(app, parts),
});
