// Builds dist/: classic scripts (ES modules do not run from file://), one stylesheet, the fonts.
// No time, path or random name goes into a file, so the same sources give the same bytes.
import { build } from "esbuild";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SCRIPTS = [["main", "viewer"], ["tools", "tools"], ["live", "live"], ["search", "search"], ["page/page", "page"], ["language", "language"], ["checkpoints", "checkpoints"]];
const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
};

await rm(here("dist"), { recursive: true, force: true });
for (const [entry, script] of SCRIPTS) {
  await build({
    ...common,
    entryPoints: [here(`src/${entry}.ts`)],
    outfile: here(`dist/${script}.js`),
    format: "iife",
    target: "es2020",
  });
}
await build({
  ...common,
  entryPoints: [here("styles/main.css")],
  outfile: here("dist/style.css"),
  external: ["fonts/*", "./fonts/*"],
  target: ["chrome111", "firefox113", "safari16.4"],
});

const fonts = await readdir(here("styles/fonts")).catch(() => []);
await mkdir(here("dist/fonts"), { recursive: true });
for (const name of fonts.sort()) {
  if (/\.(woff2|txt|md)$/i.test(name))
    await cp(here(`styles/fonts/${name}`), here(`dist/fonts/${name}`));
}
