// Nearest point: points sorted into square cells.

type Coordinates = Float32Array | Uint16Array;

const POINTS_PER_CELL = 2;

export class Grid {
  private readonly left: number;
  private readonly top: number;
  private readonly cell: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly starts: Uint32Array;
  private readonly points: Uint32Array;

  constructor(
    private readonly x: Coordinates,
    private readonly y: Coordinates,
  ) {
    const [left, right] = range(x);
    const [top, bottom] = range(y);
    const area = Math.max(1e-9, (right - left || 1) * (bottom - top || 1));
    this.cell = Math.sqrt((area * POINTS_PER_CELL) / Math.max(1, x.length));
    this.left = left;
    this.top = top;
    this.columns = Math.min(4096, Math.floor((right - left) / this.cell) + 1);
    this.rows = Math.min(4096, Math.floor((bottom - top) / this.cell) + 1);
    this.starts = new Uint32Array(this.columns * this.rows + 1);
    this.points = new Uint32Array(x.length);
    this.fill();
  }

  /** The point nearest to (px, py) within reach, or null. */
  nearest(px: number, py: number, reach: number): number | null {
    let best: number | null = null;
    let least = reach * reach;
    for (const i of this.within(px, py, reach)) {
      const distance = (this.x[i]! - px) ** 2 + (this.y[i]! - py) ** 2;
      if (distance <= least && !(distance === least && best !== null))
        [best, least] = [i, distance];
    }
    return best;
  }

  /** All points in the cells that a square of side 2 * reach touches. */
  *within(px: number, py: number, reach: number): Generator<number> {
    const [c0, c1] = [this.column(px - reach), this.column(px + reach)];
    const [r0, r1] = [this.row(py - reach), this.row(py + reach)];
    for (let row = r0; row <= r1; row++) {
      const from = this.starts[row * this.columns + c0]!;
      const to = this.starts[row * this.columns + c1 + 1]!;
      for (let k = from; k < to; k++) yield this.points[k]!;
    }
  }

  private fill(): void {
    for (let i = 0; i < this.x.length; i++) this.starts[this.cellOf(i) + 1]!++;
    for (let k = 1; k < this.starts.length; k++) this.starts[k]! += this.starts[k - 1]!;
    const next = this.starts.slice();
    for (let i = 0; i < this.x.length; i++) this.points[next[this.cellOf(i)]!++] = i;
  }

  private cellOf(i: number): number {
    return this.row(this.y[i]!) * this.columns + this.column(this.x[i]!);
  }

  private column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
  }

  private row(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.top) / this.cell)));
  }
}

function range(values: Coordinates): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 1] : [low, high];
}
