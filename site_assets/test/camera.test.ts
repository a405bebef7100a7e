// @vitest-environment happy-dom
// The moving camera: gestures and flights, and what it reports when it has stopped.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MovingCamera } from "../src/draw/moving_camera";
import { type Camera, home, panned, viewportFor } from "../src/look/camera";

const bounds = { left: 0, top: 0, right: 10, bottom: 10 };
const limits = { padding: 0, maxScale: 100, closest: 400 };
const viewport = viewportFor(bounds, 400, 400, limits);
const stops: (Camera | null)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  stops.length = 0;
});
afterEach(() => vi.useRealTimers());

function moving(reduced = false): MovingCamera {
  const settled = (camera: Camera | null): void => void stops.push(camera);
  const camera = new MovingCamera({ reduced: () => reduced, moved: () => undefined, settled });
  camera.reset(viewport);
  camera.set(null);
  return camera;
}

test("a gesture moves at once and is reported once, when the camera has stopped", () => {
  const camera = moving();
  for (let i = 0; i < 3; i++) camera.move((from, port) => panned(from, port, 40, 0));
  expect(camera.current).toEqual({ x: 2, y: 5, zoom: 1 });
  expect([camera.isResting, stops]).toEqual([false, []]);
  vi.advanceTimersByTime(1000);
  expect([camera.isResting, stops]).toEqual([true, [{ x: 2, y: 5, zoom: 1 }]]);
});

test("a flight ends at its goal; with reduced motion there is none", () => {
  const goal = { x: 3, y: 1, zoom: 4 };
  const camera = moving();
  camera.flyTo(goal);
  expect([camera.isFlying, camera.goal, camera.current]).toEqual([true, goal, home(viewport)]);
  vi.advanceTimersByTime(200);
  expect(camera.advance(viewport).zoom).toBeGreaterThan(1);
  vi.advanceTimersByTime(800);
  expect(camera.advance(viewport)).toEqual(goal);
  expect([camera.isFlying, stops]).toEqual([false, [goal]]);
  const still = moving(true);
  still.flyTo(goal);
  expect([still.isFlying, still.current]).toEqual([false, goal]);
});

test("at home there is no camera to report", () => {
  const camera = moving();
  camera.flyTo(home(viewport));
  vi.advanceTimersByTime(1000);
  expect(stops).toEqual([null]);
});

test("what is in view stays; what is outside is centred at the same zoom", () => {
  const camera = moving(true);
  camera.reveal(5, 5);
  expect(camera.goal).toEqual(home(viewport));
  camera.reveal(9.9, 5);
  expect(camera.goal).toEqual({ x: 9.9, y: 5, zoom: 1 });
});

test("a window of another size keeps a camera that was moved", () => {
  const wide = viewportFor(bounds, 800, 400, limits);
  const camera = moving();
  camera.resize(wide, null);
  expect(camera.current).toEqual(home(wide));
  camera.move((from, port) => panned(from, port, 40, 0));
  const there = camera.current;
  camera.resize(viewport, null);
  expect(camera.current).toEqual(there);
});
