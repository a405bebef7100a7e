// Chunks on demand. fetch and modules do not work from file://, so each chunk is a classic script
// that calls TOPO.chunk(path, base64); script elements are the only way to load data.
import { type ChunkKind, type Chunks, fromBase64, gunzip, parseChunk } from "../data/decode";
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

/** The only addresses a script may be loaded from: files beside the page, below data/. */
const CHUNK_PATH = /^data\/[A-Za-z0-9][A-Za-z0-9._-]*\.js$/;

/** Return the address unchanged, or throw where it is not a chunk of this exploration. */
export function checkedChunkPath(path: string): string {
  if (!CHUNK_PATH.test(path) || path.includes("..")) throw new TypeError(`${path} is not a chunk`);
  return path;
}

/** Loads each chunk once; a chunk that failed is requested again at the next call. */
export class ChunkLoader {
  private readonly arrived = new Map<string, string>();
  private readonly pending = new Map<string, Promise<unknown>>();
  private readonly policy: Policy;

  /** The loader of the page: chunks call it by one name, and its policy can be made only once. */
  static ofPage(): ChunkLoader {
    return (window.TOPO ??= new ChunkLoader());
  }

  private constructor() {
    const rules = { createScriptURL: checkedChunkPath };
    this.policy = window.trustedTypes?.createPolicy("topo", rules) ?? rules;
  }

  /** Called by the script of a chunk. */
  chunk(path: string, base64: string): void {
    this.arrived.set(path, base64);
  }

  load<K extends ChunkKind>(path: string, kind: K): Promise<Chunks[K]> {
    const known = this.pending.get(path);
    if (known) return known as Promise<Chunks[K]>;
    const promise = this.fetchChunk(path, kind);
    this.pending.set(path, promise);
    promise.catch(() => this.pending.delete(path));
    return promise;
  }

  private async fetchChunk<K extends ChunkKind>(path: string, kind: K): Promise<Chunks[K]> {
    const held = heldFile(path);
    if (held === undefined) await this.runScript(path);
    const base64 = held ?? this.arrived.get(path);
    this.arrived.delete(path);
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
