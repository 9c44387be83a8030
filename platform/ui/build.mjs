// Builds what the pages show with: one style sheet, the typeface, the sprites of icons and marks and one small script.
// Every file gets a name with a hash of its content, so browsers may keep it for ever; manifest.json tells the program
// which file is which. Run with: npm ci && npm run build
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const manifest = {};

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) {
  if (!name.startsWith(".")) await rm(join(dist, name), { recursive: true });
}

await bundle();
await keep("icons.svg", await iconSprite());
await keep("marks.svg", oneLine(await readFile(join(here, "assets/marks.svg"), "utf8")));
await keep("favicon.svg", oneLine(await readFile(join(here, "assets/favicon.svg"), "utf8")));
await keep("licences.txt", await licences());
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
console.log(Object.values(manifest).join("  "));

/** Bundles the style sheet (with the fonts it names) and the script. */
async function bundle() {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: { samverk: "styles/samverk.css", script: "assets/script.js" },
    outdir: dist,
    bundle: true,
    minify: true,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const file = path.slice(path.lastIndexOf("/") + 1);
    if (output.entryPoint?.endsWith(".css")) manifest["samverk.css"] = file;
    else if (output.entryPoint) manifest["script.js"] = file;
    else manifest[file.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1")] = file;
  }
}

/** Puts the icons that icons.go names, and no others, into one file. */
async function iconSprite() {
  const named = await readFile(join(here, "icons.go"), "utf8");
  const names = [...named.matchAll(/IconName = "([a-z0-9-]+)"/g)].map((match) => match[1]);
  const symbols = await Promise.all([...new Set(names)].sort().map(async (name) => {
    const svg = await readFile(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  }));
  return oneLine(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

/** The licences of what is built in; they ask to go along with it. */
async function licences() {
  const { devDependencies } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const inside = Object.keys(devDependencies).filter((name) => name !== "esbuild").sort();
  const texts = await Promise.all(inside.map(async (name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${await readFile(join(folder, "LICENSE"), "utf8")}`;
  }));
  return texts.join("\n\n----\n\n");
}

function oneLine(svg) {
  return svg.replace(/<!--[\s\S]*?-->/g, "").replace(/\s*\n\s*/g, " ").replace(/> </g, "><").trim() + "\n";
}

async function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`);
  await writeFile(join(dist, file), content);
  manifest[name] = file;
}
