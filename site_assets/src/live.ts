// The script of pages with live views: it makes their drawings switches, and loads the viewer when a
// reader first wants one.
import { ViewFigure } from "./live/figure";
import { Tour } from "./live/tour";

// Older browsers cannot unpack the data: the drawings stay.
if ("DecompressionStream" in window) {
  for (const tour of document.querySelectorAll<HTMLElement>(".guided-tour")) new Tour(tour);
  for (const figure of document.querySelectorAll<HTMLElement>(".view-figure"))
    if (!figure.closest(".guided-tour")) new ViewFigure(figure);
}
