// Build the rich parts into the package: one script of ours; MapLibre's two files as they come, without their source maps.
// The hash of what it is built from goes beside the result, so that a test can tell a stale build.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../src/tocsin/web/static");
mkdirSync(out, { recursive: true });

/** The hash of the sources: names and contents, in the order of their names. The test in Python reckons the same. */
export function sourceHash() {
  const files = ["package-lock.json", "tsconfig.json", "build.mjs", ...readdirSync(join(here, "src")).map((name) => `src/${name}`)].sort();
  const hash = createHash("sha256");
  for (const name of files) hash.update(name).update("\0").update(readFileSync(join(here, name))).update("\0");
  return hash.digest("hex");
}

await build({
  entryPoints: [join(here, "src/rich.ts")], outfile: join(out, "rich.js"), bundle: true, minify: true, format: "esm", target: "es2022",
  charset: "utf8", legalComments: "inline", external: ["maplibre-gl"], logLevel: "warning",
});
for (const name of ["maplibre-gl", "maplibre-gl-worker"]) {
  const text = readFileSync(join(here, `node_modules/maplibre-gl/dist/${name}.mjs`), "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeFileSync(join(out, `${name}.js`), text);
}
copyFileSync(join(here, "node_modules/maplibre-gl/dist/maplibre-gl.css"), join(out, "maplibre-gl.css"));
// The licences of what is shipped go with it.
const parts = ["maplibre-gl", "d3-force", "d3-dispatch", "d3-quadtree", "d3-timer", "topojson-client", "world-atlas"];
const licence = (name) => readFileSync(join(here, `node_modules/${name}`, readdirSync(join(here, `node_modules/${name}`)).find((file) => /^licen[cs]e/i.test(file))), "utf8");
writeFileSync(join(out, "LICENSES.txt"), parts.map((name) => `${name}\n${"=".repeat(name.length)}\n\n${licence(name).trim()}\n`).join("\n\n"));
const built = ["rich.js", "maplibre-gl.js", "maplibre-gl-worker.js", "maplibre-gl.css", "LICENSES.txt"];
const files = Object.fromEntries(built.map((name) => [name, createHash("sha256").update(readFileSync(join(out, name))).digest("hex")]));
writeFileSync(join(out, "rich.meta.json"), `${JSON.stringify({ source: sourceHash(), files }, null, 1)}\n`);
