// The second script: the tools that a reader asks for. The viewer loads it when it needs the first.
import { AreaOutline } from "./tools/area_view";
import { BesideView } from "./tools/beside/beside_view";
import { MotionView } from "./tools/motion_view";
import { ArrangementView } from "./tools/arrangement_view";
import { DirectoryDialog } from "./tools/directory_view";
import { FigureDialog } from "./tools/figure_view";
import { FurtherColours } from "./tools/further_colours_view";
import { GlossaryView } from "./tools/glossary_view";
import { HelpDialog } from "./tools/help_view";
import { LiveView } from "./tools/live_view";
import { makeLive } from "./data/live/live_layer";
import { ConcordanceView } from "./tools/lines/concordance_view";
import { Histogram } from "./tools/histogram_view";
import { made } from "./tools/make";
import { TableView } from "./tools/table_view";
import { OverGraph } from "./tools/over_graph";
import { PaletteDialog } from "./tools/palette_view";
import { ProfileDialog } from "./tools/profile_view";
import { SelectionPanel } from "./tools/selection/panel";
import { Tour } from "./tools/tour_view";

window.TOPO?.tools({
  help: (app) => new HelpDialog(app),
  beside: (app, parts) => new BesideView(app, parts),
  motion: (app, parts) => new MotionView(app, parts),
  colours: (app, { manifest }) => new FurtherColours(app, manifest),
  palette: (app) => new PaletteDialog(app),
  figure: (app, parts) => new FigureDialog(app, parts),
  selection: (app, parts) => new SelectionPanel(app, parts),
  area: (app, parts) => new AreaOutline(app, parts),
  live: (app, parts) => new LiveView(app, parts),
  makeLive,
  made,
  table: (app, parts) => new TableView(app, parts),
  directory: (app) => new DirectoryDialog(app),
  histogram: (app, parts) => new Histogram(app, parts),
  profile: (app, parts) => new ProfileDialog(app, parts),
  tour: (app, parts) => new Tour(app, parts),
  arrangement: (app, parts) => new ArrangementView(app, parts),
  concordance: (app, parts) => new ConcordanceView(app, parts),
  glossary: (_, parts) => new GlossaryView(parts),
  over: (app, parts) => new OverGraph(app, parts),
});
