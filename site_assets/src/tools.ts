// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { ArrangementView } from "./tools/arrangement_view";
import { DirectoryDialog } from "./tools/directory_view";
import { FigureDialog } from "./tools/figure_view";
import { HelpDialog } from "./tools/help_view";
import { Histogram } from "./tools/histogram_view";
import { OverGraph } from "./tools/over_graph";
import { ProfileDialog } from "./tools/profile_view";
import { Tour } from "./tools/tour_view";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
  directory: (app) => new DirectoryDialog(app),
  histogram: (app, parts) => new Histogram(app, parts),
  profile: (app, parts) => new ProfileDialog(app, parts),
  tour: (app, parts) => new Tour(app, parts),
  arrangement: (app, parts) => new ArrangementView(app, parts),
  over: (app, parts) => new OverGraph(app, parts),
});
