import { expect, test } from "vitest";
import { directiveOf, frameOf, viewFile } from "../src/look/saved_view";

const MANIFEST = { name: "photographs", title: 'What <a "network"> sees' };
const VIEW = "layer=block10&node=i1c0&label=french%20horn&palette=a:ff0000";

test("a saved view has the exploration and the parts of the view", () => {
  expect(JSON.parse(viewFile(VIEW, MANIFEST))).toEqual({
    format: "topopress-view",
    version: 1,
    exploration: "photographs",
    title: MANIFEST.title,
    view: { layer: "block10", node: "i1c0", label: "french horn", palette: "a:ff0000" },
  });
});

test("the directive of an essay quotes values with spaces", () => {
  expect(directiveOf(VIEW, MANIFEST).split("\n")[0]).toBe(
    '::: view exploration=photographs layer=block10 node=i1c0 label="french horn" palette=a:ff0000',
  );
  expect(directiveOf("layer=a&filter=x%22%3D%5C", MANIFEST)).toContain('filter="x\\"=\\\\"');
});

test("the frame shows the view, and only a page of the web has one", () => {
  expect(frameOf("file:///site/photographs/index.html#layer=a", MANIFEST)).toBeNull();
  expect(frameOf(null, MANIFEST)).toBeNull();
  const frame = frameOf("https://example.org/photographs/#layer=a&node=i1c0", MANIFEST)!;
  expect(frame).toContain('src="https://example.org/photographs/embed.html#layer=a&amp;node=i1c0"');
  expect(frame).toContain('title="What &lt;a &quot;network&quot;> sees"');
  expect(frame).toContain('loading="lazy"');
});
