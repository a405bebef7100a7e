// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { FigureDialog } from "./tools/figure_view";
import { HelpDialog } from "./tools/help_view";
import { LiveView } from "./tools/live_view";
import { makeLive } from "./data/live/live_layer";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
  live: (app) => new LiveView(app),
  makeLive,
});
