// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { heldFile, pictureAddress, takeHeldFiles } from "../src/page/held";

test("files that the page holds are taken from its elements, others stay beside it", () => {
  document.body.innerHTML =
    '<script type="text/plain" data-file="data/a.1.js">YWI=</script>' +
    '<script type="text/plain" data-file="visuals/b.webp">YWI=</script><script>1</script>';
  takeHeldFiles(document);
  expect(document.querySelectorAll("script").length).toBe(1);
  expect([heldFile("data/a.1.js"), heldFile("data/c.js")]).toEqual(["YWI=", undefined]);
  const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:1");
  expect(pictureAddress("visuals/b.webp")).toBe("blob:1");
  expect(pictureAddress("visuals/b.webp")).toBe("blob:1");
  expect(made).toHaveBeenCalledTimes(1);
  expect(pictureAddress("visuals/ü b.webp")).toBe("visuals/%C3%BC%20b.webp");
});
