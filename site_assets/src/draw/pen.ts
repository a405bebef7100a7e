// What a drawing is made with: the calls of a canvas that the painters use. A canvas has them, and
// SvgPen writes them down.
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineCap"
  | "lineJoin"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "setLineDash"
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "bezierCurveTo"
  | "closePath"
  | "arc"
  | "rect"
  | "fill"
  | "stroke"
  | "fillRect"
  | "fillText"
  | "strokeText"
  | "measureText"
  | "drawImage"
  | "clip"
  | "save"
  | "restore"
>;

/** The fonts of drawings: that of the site, then what each reader has. */
export const FAMILY = '"Public Sans", system-ui, sans-serif';

/** The width of a text in a font of CSS. */
export type Measure = (text: string, font: string) => number;
