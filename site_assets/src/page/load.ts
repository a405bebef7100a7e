// Chunks on demand. fetch and modules do not work from file://, so each chunk is a classic script
// that calls TOPO.chunk(path, base64); script elements are the only way to load data.
import { type ChunkKind, type Chunks, fromBase64, gunzip, parseChunk } from "../data/decode";
import type { ShowView } from "../live/contract";
import type { Tools } from "../tools/contract";
import { heldFile } from "./held";

interface Policy {
  createScriptURL(url: string): string;
}
declare global {
  interface Window {
    TOPO?: ChunkLoader;
    trustedTypes?: {
      createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
    };
  }
}

/** The only addresses a script may be loaded from: files below data/ of an exploration, */
const CHUNK_PATH =
  /^((?:\.\.\/)*(?:[A-Za-z0-9][A-Za-z0-9_-]*\/)?)(data\/[A-Za-z0-9][A-Za-z0-9._-]*\.js)$/;
/** and the viewer and its tools, which are where the script of the page is. */
const SCRIPT_PATH = /^(?:\.\.\/)*(?:assets\/)?(?:viewer|tools)(?:\.[0-9a-f]{8})?\.js$/;

/** Return the address unchanged, or throw where it is neither a chunk nor a script of ours. */
export function checkedScriptPath(path: string): string {
  const isChunk = CHUNK_PATH.test(path) && !path.includes("..", path.lastIndexOf("../") + 1);
  if (!isChunk && !SCRIPT_PATH.test(path)) throw new TypeError(`${path} is not a chunk`);
  return path;
}

/** Loads each script once; one that failed is requested again at the next call. */
export class ChunkLoader {
  private readonly arrived = new Map<string, string>();
  private readonly pending = new Map<string, Promise<unknown>>();
  private arrivedTools: Tools | null = null;
  private arrivedViewer: ShowView | null = null;
  private readonly policy: Policy;

  /** The loader of the page: chunks call it by one name, and its policy can be made only once. */
  static ofPage(): ChunkLoader {
    return (window.TOPO ??= new ChunkLoader());
  }

  private constructor() {
    const rules = { createScriptURL: checkedScriptPath };
    this.policy = window.trustedTypes?.createPolicy("topo", rules) ?? rules;
  }

  /** Called by the script of a chunk. */
  chunk(path: string, base64: string): void {
    this.arrived.set(path, base64);
  }

  /** Called by the second script. */
  tools(tools: Tools): void {
    this.arrivedTools = tools;
  }

  /** Called by the viewer. */
  viewer(showView: ShowView): void {
    this.arrivedViewer = showView;
  }

  load<K extends ChunkKind>(path: string, kind: K): Promise<Chunks[K]> {
    return this.once(path, () => this.fetchChunk(path, kind));
  }

  /** The second script, whose address the element of the first states. */
  loadTools(): Promise<Tools> {
    return this.once("tools", () => this.fetchTools());
  }

  /** The viewer, whose address the element of the script of live views states. */
  loadViewer(): Promise<ShowView> {
    return this.once("viewer", () => this.fetchViewer());
  }

  private once<T>(path: string, fetched: () => Promise<T>): Promise<T> {
    const known = this.pending.get(path);
    if (known) return known as Promise<T>;
    const promise = fetched();
    this.pending.set(path, promise);
    promise.catch(() => this.pending.delete(path));
    return promise;
  }

  private async fetchViewer(): Promise<ShowView> {
    const address = stated("viewer");
    if (!this.arrivedViewer && address) await this.runScript(address);
    if (!this.arrivedViewer) throw new Error("The script of the viewer is not there");
    return this.arrivedViewer;
  }

  private async fetchTools(): Promise<Tools> {
    const address = stated("tools");
    if (!this.arrivedTools && address) await this.runScript(address);
    if (!this.arrivedTools) throw new Error("The script of the tools is not there");
    return this.arrivedTools;
  }

  private async fetchChunk<K extends ChunkKind>(path: string, kind: K): Promise<Chunks[K]> {
    const held = heldFile(path);
    if (held === undefined) await this.runScript(path);
    // A chunk knows its path below its exploration's folder.
    const own = CHUNK_PATH.exec(path)?.[2] ?? path;
    const base64 = held ?? this.arrived.get(own);
    this.arrived.delete(own);
    if (base64 === undefined) throw new Error(`${path} is not the file this page expects`);
    try {
      return parseChunk(await gunzip(fromBase64(base64)), kind);
    } catch (error) {
      throw new Error(`${path} cannot be read: ${(error as Error).message}`);
    }
  }

  private runScript(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = this.policy.createScriptURL(path);
      script.onload = () => (script.remove(), resolve());
      script.onerror = () => (script.remove(), reject(new Error(`${path} did not load`)));
      document.head.append(script);
    });
  }
}

/** The address of a script that an element of the page states. */
function stated(script: "tools" | "viewer"): string | undefined {
  return document.querySelector<HTMLElement>(`script[data-${script}]`)?.dataset[script];
}
