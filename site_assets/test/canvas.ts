import { vi } from "vitest";

/** Give every canvas a context that accepts all calls and draws nothing. */
export function stubCanvas(): void {
  const pen: unknown = new Proxy(function () {}, {
    get: (_, key) => (key === "data" ? [0, 0, 0] : pen),
    set: () => true,
    apply: () => pen,
  });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(pen as null);
}
