// Generated from generator/topopress/bundle/schema.py; do not edit.

export const SCHEMA_VERSION = 3;

/**
 * Square pictures of one size in one WebP file, row by row.
 *
 * Picture k of several sheets is on the first sheet whose counts, added up, exceed k.
 */
export interface Sheet {
  /** Path relative to the exploration's folder. */
  readonly file: string;
  /** Side of a picture in pixels. */
  readonly tile: number;
  /** Pictures in a row. */
  readonly columns: number;
  /** Pictures on this sheet. */
  readonly count: number;
}

/** Figures by which a graph can be judged. */
export interface Quality {
  readonly coverage: number;
  readonly purity: number | null;
  readonly components: number;
  readonly branching: number;
  readonly loops: number;
  readonly largest: number;
  readonly blob_share: number;
}

/** Structures of one kind, and what shuffled copies of the rows show of it. */
export interface KindSummary {
  readonly kind: "island" | "bifurcation" | "loop" | "flare";
  readonly count: number;
  readonly stable: number;
  /** Largest strength, the smaller of a structure's two shares; 0 where there is none. */
  readonly strongest: number;
  /** In a shuffled copy, on average. */
  readonly null_count: number;
  /** In any of them. */
  readonly null_strongest: number;
}

/** How it was judged what of a graph would be there again. */
export interface StabilitySummary {
  readonly resamples: number;
  /** Graphs with neighbouring settings. */
  readonly family: number;
  /** Copies of the rows with every channel shuffled on its own, which went through the same. */
  readonly shuffles: number;
  /** Jaccard index from which two sets of rows match. */
  readonly threshold: number;
  readonly node_bootstrap: number | null;
  /** Mean share of the nodes; None where there was no other graph. */
  readonly node_family: number | null;
  readonly null_bootstrap: number | null;
  /** The same, mean over the shuffled copies. */
  readonly null_family: number | null;
  readonly kinds: readonly KindSummary[];
}

/** The optimised pictures of one kind. */
export interface PictureKind {
  /** Key of ``responses.AIMS``. */
  readonly objective: string;
  /** What the layer's answer is compared with, in words that go on after 'dot product with'. */
  readonly aim: string;
  readonly drawn: number;
  /** A budget may leave some out. */
  readonly wanted: number;
}

/** How a layer's optimised pictures were made, and whose those of its nodes are. */
export interface VisualSummary {
  readonly nodes: PictureKind;
  /** Of bifurcations; None where such pictures are not made, as for the next. */
  readonly arms: PictureKind | null;
  /** Single rows. */
  readonly rows: PictureKind | null;
  /** Share of the nodes' pictures that the layer answers nearest to their own node's mean. */
  readonly own_share: number | null;
  /** Mean cosine similarity of that answer to the node's mean; both None without any picture. */
  readonly cosine: number | null;
}

/** One layer of an exploration. */
export interface Layer {
  /** Name in addresses and file names: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** Name in the network. */
  readonly name: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly n_rows: number;
  readonly n_nodes: number;
  readonly n_edges: number;
  readonly lens_min: number;
  /** Smallest and largest mean lens of a node. */
  readonly lens_max: number;
  /** Neighbourhood radius; None where it differs from interval to interval. */
  readonly eps: number | null;
  readonly metric: string;
  /** For each lens, as the settings say. */
  readonly n_intervals: readonly number[];
  /**
   * Intervals there are, for each lens: fewer where the lens has too few values. Of two lenses,
   * a node's ``interval`` is a box: that of the first lens times intervals[1], plus the second's.
   */
  readonly intervals: readonly number[];
  /** Quantile eps was read off from; None where it was given. */
  readonly eps_quantile: number | null;
  /** What a reader must know before believing the graph, in sentences; often nothing. */
  readonly notices: readonly string[];
  /** What is said where stability and family are those of a sample of the rows; else None. */
  readonly sampled: string | null;
  readonly quality: Quality;
  /** None where it was not judged. */
  readonly stability: StabilitySummary | null;
  /** Path of the graph chunk, relative to the exploration's folder. */
  readonly graph: string;
  /** Path of the rows chunk. */
  readonly rows: string;
  /** Path of the family chunk; None where the clusterer or the cover has no family. */
  readonly family: string | null;
  readonly exemplar_sheets: readonly Sheet[];
  /** None where there are no feature visualisations. */
  readonly visuals: VisualSummary | null;
  /** Feature visualisations of nodes. */
  readonly visual_sheets: readonly Sheet[];
  /** Feature visualisations of single rows. */
  readonly inversion_sheets: readonly Sheet[];
  /** Feature visualisations of what an arm of a bifurcation has and the others lack. */
  readonly contrast_sheets: readonly Sheet[];
}

/** What the viewer must know before it loads anything. */
export interface Manifest {
  readonly schema_version: 3;
  /** Folder name of the exploration. */
  readonly name: string;
  readonly title: string;
  /** Name of the lens as the settings write it, such as ``l2_norm``. */
  readonly lens: string;
  /** Name of the second one, if the cover is made of boxes. */
  readonly second_lens: string | null;
  /** Label names, sorted; a label index points into this list, -1 means no label. */
  readonly labels: readonly string[];
  readonly n_samples: number;
  /** Path of the samples chunk. */
  readonly samples: string;
  /** Small pictures of the samples that exemplars come from; the samples chunk says where. */
  readonly thumbnails: readonly Sheet[];
  /** In forward order. */
  readonly layers: readonly Layer[];
  /** Id of the layer shown first. */
  readonly start: string;
}

/** The picture of what an arm of a bifurcation has and the others lack; how far it came. */
export interface ArmPicture {
  /** Counted through all contrast sheets. */
  readonly sprite: number;
  /** Of the layer's answer to the picture with that difference. */
  readonly cosine: number;
  /** Value reached. */
  readonly objective: number;
  readonly steps: number;
}

/** A feature of a graph's shape; ``docs/structures.md`` defines each kind. */
export interface Structure {
  /** Kind and anchor node, such as ``loop-i3c0``. */
  readonly id: string;
  readonly kind: "island" | "bifurcation" | "loop" | "flare";
  /** Around a loop, from the tip of a flare inwards, with the centre of a bifurcation first. */
  readonly nodes: readonly number[];
  /** Nodes of each arm of a bifurcation. */
  readonly arms: readonly (readonly number[])[];
  /** Picture of each arm; None where there is none. */
  readonly contrasts: readonly (ArmPicture | null)[];
  readonly rows: number;
  readonly bootstrap: number | null;
  /** Share of the resamples and of the neighbouring settings it is found in; None for unknown. */
  readonly family: number | null;
  readonly stable: boolean;
}

/** Header of a layer's graph chunk. */
export interface GraphHeader {
  readonly kind: "graph";
  readonly layer: string;
  /** Stable ones by rows, then the others by strength; without the mainland, which all have. */
  readonly structures: readonly Structure[];
  /** Names of the network's classes that are spoken for; empty where nothing is said of any. */
  readonly classes: readonly string[];
  /** Median correlation of what exemplars speak for with what the logits lose without them. */
  readonly agreement: number | null;
}

/** Header of a layer's rows chunk. */
export interface RowsHeader {
  readonly kind: "rows";
  readonly layer: string;
  /** How the scatter was made, for the caption. */
  readonly projection: string;
}

/** Header of the samples chunk: what is said of each sample in words. */
export interface SamplesHeader {
  readonly kind: "samples";
  readonly ids: readonly string[];
  /** Distinct origins; the array ``origin`` points into this list. */
  readonly origins: readonly string[];
}

/** One cover of a layer's family. */
export interface FamilyCover {
  readonly n_intervals: number;
  /** The numbers a reader chooses it by. */
  readonly overlap: number;
  /** Intervals there are: one where the lens is constant. */
  readonly intervals: number;
  /** Published rows in them, a row in two intervals counted twice. */
  readonly memberships: number;
  readonly peaks: number;
  /** Lengths of this cover's parts of the arrays that follow one another cover by cover. */
  readonly further: number;
}

/** Header of a layer's family chunk: the graphs of the published rows at every level of eps. */
export interface FamilyHeader {
  readonly kind: "family";
  readonly layer: string;
  /** Rows of the layer, of which all are published or a sample. */
  readonly n_rows: number;
  readonly min_samples: number;
  /** Published values of eps, ascending. A level is an index into this list; 255 is never. */
  readonly levels: readonly number[];
  /** Level of the graph's own eps; null where it differs from interval to interval. */
  readonly own: number | null;
  /** The graph's own cover first. */
  readonly covers: readonly FamilyCover[];
}

/** Arrays of each kind of chunk in file order, with their dtypes. */
export const CHUNK_ARRAYS = {
  graph: {
    x: "float32",
    y: "float32",
    interval: "uint16",
    cluster: "uint16",
    lens: "float32",
    second_lens: "float32",
    tightness: "float32",
    purity: "float32",
    majority: "int16",
    member_offsets: "uint32",
    members: "uint32",
    source: "uint32",
    target: "uint32",
    shared: "uint32",
    jaccard: "float32",
    composition_offsets: "uint32",
    composition_label: "int16",
    composition_count: "uint32",
    exemplar_offsets: "uint32",
    exemplar_kind: "uint8",
    exemplar_row: "uint32",
    exemplar_similarity: "float32",
    exemplar_sprite: "uint32",
    spread_low: "float32",
    spread_middle: "float32",
    spread_high: "float32",
    exemplar_top: "uint16",
    exemplar_left: "uint16",
    exemplar_bottom: "uint16",
    exemplar_right: "uint16",
    exemplar_class: "int16",
    exemplar_class_value: "float32",
    attribution_offsets: "uint32",
    attribution_class: "uint16",
    attribution_value: "float32",
    visual_sprite: "int32",
    visual_cosine: "float32",
    visual_objective: "float32",
    visual_steps: "uint16",
    visual_nearest: "int32",
    inversion_row: "uint32",
    inversion_cosine: "float32",
    inversion_objective: "float32",
    inversion_steps: "uint16",
    node_bootstrap: "float32",
    node_family: "float32",
    edge_bootstrap: "float32",
    edge_family: "float32",
  },
  rows: {
    x: "uint16",
    y: "uint16",
    sample: "uint32",
    lens: "float32",
    second_lens: "float32",
  },
  samples: {
    label: "int16",
    origin: "uint16",
    thumbnail_sample: "uint32",
    thumbnail_tile: "uint32",
    thumbnail_top: "uint16",
    thumbnail_left: "uint16",
    thumbnail_bottom: "uint16",
    thumbnail_right: "uint16",
  },
  family: {
    row: "uint32",
    order: "uint16",
    start: "uint16",
    stop: "uint16",
    n_peaks: "uint16",
    core: "uint8",
    lead: "uint8",
    peak: "uint16",
    peak_parent: "uint16",
    peak_level: "uint8",
    further_at: "uint32",
    further_peak: "uint16",
    further_level: "uint8",
    borders: "uint32",
    ambiguous: "uint32",
  },
} as const;

export interface GraphArrays {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly interval: Uint16Array;
  readonly cluster: Uint16Array;
  readonly lens: Float32Array;
  readonly second_lens: Float32Array;
  readonly tightness: Float32Array;
  readonly purity: Float32Array;
  readonly majority: Int16Array;
  readonly member_offsets: Uint32Array;
  readonly members: Uint32Array;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly shared: Uint32Array;
  readonly jaccard: Float32Array;
  readonly composition_offsets: Uint32Array;
  readonly composition_label: Int16Array;
  readonly composition_count: Uint32Array;
  readonly exemplar_offsets: Uint32Array;
  readonly exemplar_kind: Uint8Array;
  readonly exemplar_row: Uint32Array;
  readonly exemplar_similarity: Float32Array;
  readonly exemplar_sprite: Uint32Array;
  readonly spread_low: Float32Array;
  readonly spread_middle: Float32Array;
  readonly spread_high: Float32Array;
  readonly exemplar_top: Uint16Array;
  readonly exemplar_left: Uint16Array;
  readonly exemplar_bottom: Uint16Array;
  readonly exemplar_right: Uint16Array;
  readonly exemplar_class: Int16Array;
  readonly exemplar_class_value: Float32Array;
  readonly attribution_offsets: Uint32Array;
  readonly attribution_class: Uint16Array;
  readonly attribution_value: Float32Array;
  readonly visual_sprite: Int32Array;
  readonly visual_cosine: Float32Array;
  readonly visual_objective: Float32Array;
  readonly visual_steps: Uint16Array;
  readonly visual_nearest: Int32Array;
  readonly inversion_row: Uint32Array;
  readonly inversion_cosine: Float32Array;
  readonly inversion_objective: Float32Array;
  readonly inversion_steps: Uint16Array;
  readonly node_bootstrap: Float32Array;
  readonly node_family: Float32Array;
  readonly edge_bootstrap: Float32Array;
  readonly edge_family: Float32Array;
}

export interface RowsArrays {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly sample: Uint32Array;
  readonly lens: Float32Array;
  readonly second_lens: Float32Array;
}

export interface SamplesArrays {
  readonly label: Int16Array;
  readonly origin: Uint16Array;
  readonly thumbnail_sample: Uint32Array;
  readonly thumbnail_tile: Uint32Array;
  readonly thumbnail_top: Uint16Array;
  readonly thumbnail_left: Uint16Array;
  readonly thumbnail_bottom: Uint16Array;
  readonly thumbnail_right: Uint16Array;
}

export interface FamilyArrays {
  readonly row: Uint32Array;
  readonly order: Uint16Array;
  readonly start: Uint16Array;
  readonly stop: Uint16Array;
  readonly n_peaks: Uint16Array;
  readonly core: Uint8Array;
  readonly lead: Uint8Array;
  readonly peak: Uint16Array;
  readonly peak_parent: Uint16Array;
  readonly peak_level: Uint8Array;
  readonly further_at: Uint32Array;
  readonly further_peak: Uint16Array;
  readonly further_level: Uint8Array;
  readonly borders: Uint32Array;
  readonly ambiguous: Uint32Array;
}
