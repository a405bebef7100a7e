// @vitest-environment happy-dom
// Figures: the SVG has what the canvas draws, texts are escaped, a PNG states its resolution.
import { majorityName } from "../src/look/describe";
import { expect, test } from "vitest";
import { graphDrawing, pointsDrawing, type ShownGraph, type ShownPoints } from "../src/draw/drawings";
import { layOut } from "../src/draw/figure";
import { graphLegend, pointsLegend } from "../src/draw/figure_legend";
import { leadersOf } from "../src/draw/captions";
import { withResolution } from "../src/draw/png";
import { escaped, SvgPen, svgDocument } from "../src/draw/svg_pen";
import { publishedLabels } from "../src/data/label_columns";
import { type LitShares, looksOf, UNLIT } from "../src/look/appearance";
import {
  captionText,
  fileName,
  graphCaption,
  latexOf,
  markdownOf,
  pointsCaption,
  shortAddress,
} from "../src/look/caption";
import { edgeClasses } from "../src/look/edges";
import { flat, paletteFor } from "../src/look/palette";
import type { Model, Theme } from "../src/state/model";
import { startState, startView } from "../src/state/state";
import { stubCanvas } from "./canvas";
import { dataOf, figureData, layer, lookIn, manifest, smallGraph, smallRows } from "./world";

const HOSTILE = `</text><script>alert("1 & 2")</script>\u0000\uD800`;
const graph = smallGraph();
const labels = publishedLabels(graph);
const column = { name: null, labels: [HOSTILE, "b"] };
const grey = [120, 120, 120] as const;
const theme: Theme = {
  dark: false,
  paper: [251, 250, 246],
  raised: [255, 255, 255],
  ink: [36, 34, 30],
  faint: grey,
  accent: [20, 96, 95],
  focus: [179, 84, 30],
  colours: flat(paletteFor(false, grey)),
};
const measure = (text: string): number => text.length * 6;

function modelOf(colour: "lens" | "label", lit: LitShares = UNLIT): Model {
  const state = startState({ ...startView(manifest), colour });
  return {
    manifest,
    state,
    data: dataOf(graph, smallRows()),
    live: null,
    look: lookIn(graph, colour, lit, null, column.labels),
    figures: figureData(graph),
    scatter: { x: new Uint16Array(10), y: new Uint16Array(10), words: "PCA" },
    samples: null,
    column,
    nodeLabels: labels,
    selection: null,
    marked: null,
    described: null,
    selected: 1,
    counterpart: null,
    theme,
  };
}

function shownIn(model: Model, at: Partial<ShownGraph["at"]> = {}, from = 0): ShownGraph {
  const shown = { weight: "jaccard", edges: from } as const;
  return {
    scene: {
      graph,
      looks: looksOf(model.look!),
      leaders: leadersOf(graph, labels),
      named: true,
      nameOf: (node) => majorityName({ column, nodeLabels: labels }, node),
      theme: { ...theme, dark: true },
      shown,
      edgeClasses: edgeClasses(graph, shown),
      contents: true,
      content: () => () => undefined,
      pies: null,
    },
    at: { k: 60, ox: 100, oy: 100, zoom: 1, ...at },
    size: { width: 700, height: 300 },
    highlights: {
      selected: null,
      counterpart: null,
      marked: null,
      glanced: null,
      hover: null,
      edge: null,
      component: [],
      focus: null,
    },
  };
}

/** The SVG of the drawing alone, or with its legend and caption. */
function svgOf(model: Model, shown: ShownGraph, whole = false, millimetres: number | null = null) {
  const legend = whole ? graphLegend(model) : [];
  const caption = whole ? captionText(graphCaption(model)) : "";
  const parts = { drawing: graphDrawing(shown), legend, caption, millimetres };
  const laidOut = layOut(parts, measure);
  const pen = new SvgPen(measure);
  laidOut.paint(pen, { ...theme, background: true }, 2);
  return svgDocument(pen.body, laidOut, millimetres, [HOSTILE, "told"]);
}

function parsed(svg: string): Document {
  const document = new DOMParser().parseFromString(svg, "image/svg+xml");
  expect(document.querySelector("parsererror")).toBeNull();
  return document;
}

const filled = (document: Document): Element[] =>
  [...document.querySelectorAll("circle")].filter((each) => each.getAttribute("fill") !== "none");
const lines = (document: Document): number =>
  [...document.querySelectorAll("path")]
    .map((path) => path.getAttribute("d")!)
    .filter((d) => !d.includes("Z"))
    .join("")
    .split("M").length - 1;

test("there is a circle for each node in view and a line for each edge that is shown", () => {
  const model = modelOf("lens");
  expect(filled(parsed(svgOf(model, shownIn(model)))).length).toBe(graph.n);
  expect(lines(parsed(svgOf(model, shownIn(model))))).toBe(graph.nEdges);
  expect(lines(parsed(svgOf(model, shownIn(model, {}, 0.15))))).toBe(2);
  expect(filled(parsed(svgOf(model, shownIn(model, { ox: 300 })))).length).toBe(graph.n - 1);
});

test("an edge that is found in few resamples is dashed", () => {
  const model = modelOf("lens");
  const dashed = parsed(svgOf(model, shownIn(model))).querySelectorAll("path[stroke-dasharray]");
  expect(dashed.length).toBe(1);
  expect(dashed[0]!.getAttribute("d")).toBe("M100 100L40 100");
  expect(dashed[0]!.getAttribute("stroke-dasharray")).toMatch(/^[1-9][\d.]* [1-9][\d.]*$/);
});

test("rings of a mark are arcs, the selected node has a ring of its own", () => {
  const model = modelOf("lens", { fills: null, rings: Float32Array.of(1, 0.25, 0.75, 0, 0) });
  const shown = shownIn(model);
  const svg = svgOf(model, { ...shown, highlights: { ...shown.highlights, selected: 1 } });
  const arcs = svg.match(/ 0 [01] 1 /g);
  expect(arcs).toEqual([" 0 0 1 ", " 0 1 1 "]);
  expect(svg).toContain('stroke="#14605f" stroke-width="3"');
});

test("a share of a node is filled from below", () => {
  const model = modelOf("lens", { fills: Float32Array.of(1, 0.25, 0, 0, 0), rings: null });
  const svg = parsed(svgOf(model, shownIn(model)));
  const [clip] = svg.querySelectorAll("clipPath circle");
  const [part] = svg.querySelectorAll("[clip-path] rect");
  const [radius, y] = [Number(clip!.getAttribute("r")), Number(clip!.getAttribute("cy"))];
  expect(svg.querySelectorAll("[clip-path] rect")).toHaveLength(1);
  expect(Number(part!.getAttribute("height"))).toBeCloseTo(radius / 2, 1);
  expect(Number(part!.getAttribute("y"))).toBeCloseTo(y + radius / 2, 1);
});

test("hostile texts are texts", () => {
  const model = modelOf("label");
  const svg = svgOf(model, shownIn(model), true);
  const document = parsed(svg);
  expect(document.querySelector("script")).toBeNull();
  expect(svg).not.toContain("<script");
  expect([...document.querySelectorAll("title")].map((title) => title.textContent)).toEqual([
    HOSTILE.slice(0, -2),
  ]);
  expect(escaped("a\u0008<b>\uD800\u{1F600}")).toBe("a&#60;b&#62;\u{1F600}");
});

test("a view has one SVG, whose size on paper is the chosen one", () => {
  const model = modelOf("label");
  const [one, other] = [85, 85].map((width) => svgOf(model, shownIn(model), true, width));
  expect(one).toBe(other);
  const root = parsed(one!).documentElement;
  const [, , width, height] = root.getAttribute("viewBox")!.split(" ").map(Number);
  expect(root.getAttribute("width")).toBe("85mm");
  expect(parseFloat(root.getAttribute("height")!)).toBeCloseTo((85 * height!) / width!, 1);
  // Names on the graph are 12 units high: 7 points.
  expect((12 * 85 * 72) / 25.4 / width!).toBeCloseTo(7, 2);
});

test("legend and caption stay within the figure, and say what the colours are", () => {
  const model = modelOf("label");
  const document = parsed(svgOf(model, shownIn(model), true, 85));
  const width = Number(document.documentElement.getAttribute("viewBox")!.split(" ")[2]);
  const texts = [...document.querySelectorAll("text")];
  for (const text of texts.filter((each) => !each.getAttribute("text-anchor")))
    expect(Number(text.getAttribute("x")) + measure(text.textContent!)).toBeLessThanOrEqual(width);
  expect(texts.map((text) => text.textContent)).toContain("node i1c0");
  expect(captionText(graphCaption(model))).toContain(
    "Lens: L2 norm. 13 intervals, cosine distance, eps 0.3. 10 activation vectors. " +
      "Colour: majority label. Selected: node i1c0, 3 members.",
  );
  expect(captionText(pointsCaption(model))).toMatch(
    /^10 activation vectors of layer low\.0\..*Highlighted: node i1c0, 3 members\.$/,
  );
});

test("up to 5,000 points are circles, more are one image", () => {
  stubCanvas();
  const points = (n: number): ShownPoints => ({
    points: {
      x: new Uint16Array(n).fill(30),
      y: new Uint16Array(n).fill(30),
      colour: new Uint8Array(n),
      lit: Uint8Array.from({ length: n }, (_, i) => i % 2),
    },
    at: { k: 1, ox: 0, oy: 0, zoom: 1 },
    size: { width: 60, height: 60 },
    dot: 3,
  });
  const drawn = (n: number): string => {
    const pen = new SvgPen(measure);
    pen.drawImage = () => void (pen.body += "one image");
    pointsDrawing(points(n)).paint(pen, 1, theme, 2);
    return pen.body;
  };
  expect(drawn(5000).match(/<circle/g)?.length).toBe(5000);
  expect(drawn(5000)).toMatch(/r="1.5"[^]*r="1.95"/);
  expect(drawn(5001)).toBe("one image");
  expect(pointsLegend(modelOf("lens")).length).toBe(1);
  expect(pointsLegend(modelOf("label")).map((item) => item[1])).toEqual(column.labels);
});

test("a PNG states its resolution once", () => {
  const chunk = (name: string, length: number): number[] => [
    ...[0, 0, 0, length],
    ...[...name].map((letter) => letter.charCodeAt(0)),
    ...new Array(length + 4).fill(7),
  ];
  const signature = [137, 80, 78, 71, 13, 10, 26, 10];
  const head = chunk("IHDR", 13);
  const rest = [...chunk("IDAT", 3), ...chunk("IEND", 0)];
  const png = withResolution(Uint8Array.from([...signature, ...head, ...rest]), 300);
  const hex = (bytes: Iterable<number>): string =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  expect(hex(png)).toBe(`${hex([...signature, ...head])}000000097048597300002e2300002e230178a53f76${hex(rest)}`);
  expect(hex(withResolution(png, 300))).toBe(hex(png));
});

test("snippets escape what has a meaning, and link where there is an address", () => {
  const href = "https://example.org/a_b/index.html#layer=low&word=50%25(x)";
  const caption = ["100 % of {x}_1 & <b>\\", "Two"];
  const figure = { file: "small-low-graph.svg", millimetres: 85, caption, href };
  expect(latexOf(figure)).toBe(
    [
      "\\begin{figure}",
      "  \\centering",
      "  \\includesvg[width=85mm]{small-low-graph.svg}",
      "  \\caption{100 \\% of \\{x\\}\\_1 \\& \\symbol{60}b\\symbol{62}\\symbol{92}. Two. " +
        "\\href{https://example.org/a\\_b/index.html\\#layer=low\\&word=50\\%25(x)}{Interactive view}.}",
      "  \\label{fig:small-low-graph}",
      "\\end{figure}",
    ].join("\n"),
  );
  const words = "100 % of {x}\\_1 \\& \\<b\\>\\\\";
  expect(markdownOf(figure)).toBe(
    `[![${words}](small-low-graph.svg)]` +
      "(https://example.org/a_b/index.html#layer=low&word=50%25%28x%29)" +
      `\n\n${words}. Two.`,
  );
  const alone = { ...figure, file: "a.png", millimetres: null, href: null };
  expect(latexOf(alone)).toContain("\\includegraphics[width=\\linewidth]{a.png}");
  expect(markdownOf(alone)).toMatch(/^!\[/);
});

test("a figure names no folder of the reader's disk", () => {
  const view = "#layer=low&origin=a/b";
  expect(shortAddress(`file:///home/me/site/small/index.html${view}`)).toBe(`small/index.html${view}`);
  expect(shortAddress(`https://example.org/small/${view}`)).toBe(`https://example.org/small/${view}`);
  expect(fileName({ ...manifest, name: "my net_1/2" }, layer, "graph", "png")).toBe(
    "my-net-1-2-low-graph.png",
  );
});
