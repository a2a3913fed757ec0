// Builds src/tocsin/data/map/world.json: country shapes on the Equal Earth projection, as SVG paths.
//
//   mkdir build-map && cd build-map
//   npm install world-atlas@2.0.2 topojson-client@3 topojson-server@3 topojson-simplify@3 d3-geo@3 d3-geo-projection@4 i18n-iso-countries@7
//   NODE_PATH=$PWD/node_modules node ../scripts/build_map.mjs ../src/tocsin/data/map/world.json
//
// The result is committed; this runs only when the shapes change.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { feature } = require("topojson-client");
const { topology } = require("topojson-server");
const { presimplify, simplify } = require("topojson-simplify");
const { geoEqualEarth } = require("d3-geo");
const { geoProject } = require("d3-geo-projection");
const iso = require("i18n-iso-countries");

const WIDTH = 2000; // units of the grid; coordinates are whole numbers
const MARGIN = 6;
const TOLERANCE = 1; // smallest triangle kept [square units]
const ISLET = 8; // smallest ring kept beside a country's largest [square units]
const DOT = 60; // countries smaller than this get a dot as well [square units]

const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json")));
const land = feature(atlas, atlas.objects.countries).features.filter((d) => d.id !== "010");
const sphere = { type: "Sphere" };
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH - 2 * MARGIN, sphere);

const names = {};
const projected = { type: "FeatureCollection", features: [] };
for (const one of land) {
  const code = one.id && iso.numericToAlpha3(one.id);
  const key = code || `-${one.properties.name}`;
  names[key] = one.properties.name;
  projected.features.push({ ...geoProject(one, projection), properties: { key } });
}
const simple = simplify(presimplify(topology({ all: projected }, 1e6)), TOLERANCE);
const shapes = feature(simple, simple.objects.all).features;

const area = (ring) => ring.reduce((sum, [x, y], i) => {
  const [u, v] = ring[(i + 1) % ring.length];
  return sum + (x * v - u * y) / 2;
}, 0);

function centre(ring) {
  const [x0, y0] = ring[0];
  let x = 0, y = 0, a = 0;
  for (let i = 0; i < ring.length - 1; i++) {
    const [p, q] = [[ring[i][0] - x0, ring[i][1] - y0], [ring[i + 1][0] - x0, ring[i + 1][1] - y0]];
    const cross = p[0] * q[1] - q[0] * p[1];
    x += (p[0] + q[0]) * cross; y += (p[1] + q[1]) * cross; a += cross;
  }
  return a ? [x0 + x / (3 * a), y0 + y / (3 * a)] : [x0, y0];
}

const bounds = { top: Infinity, bottom: -Infinity };
const polygons = {};
for (const { geometry, properties } of shapes) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  (polygons[properties.key] ??= []).push(...parts);
  for (const [, y] of parts.flat(2)) {
    bounds.top = Math.min(bounds.top, y); bounds.bottom = Math.max(bounds.bottom, y);
  }
}
const at = ([x, y]) => [Math.round(x + MARGIN), Math.round(y - bounds.top + MARGIN)];

function line(ring) {
  const points = ring.map(at).filter((p, i, all) => !i || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
  if (points.length < 4) return "";
  let text = `M${points[0].join(" ")}l`, [x, y] = points[0];
  const steps = [];
  for (const [u, v] of points.slice(1, -1)) { steps.push(`${u - x} ${v - y}`); [x, y] = [u, v]; }
  return (text + steps.join(" ") + "z").replace(/ -/g, "-");
}

const countries = {}, points = {}, uncoded = [];
for (const [key, parts] of Object.entries(polygons).sort()) {
  const sized = parts.map((rings) => [Math.abs(area(rings[0])), rings]).sort((a, b) => b[0] - a[0]);
  const whole = sized.reduce((sum, [size]) => sum + size, 0);
  const kept = sized.filter(([size], i) => i === 0 || size >= ISLET);
  const d = kept.map(([, rings]) => rings.map(line).join("")).join("");
  const middle = at(centre(sized[0][1][0]));
  if (key.startsWith("-")) { if (d) uncoded.push({ name: key.slice(1), d }); continue; }
  const size = Math.round(Math.sqrt(sized[0][0])); // side of a square as large as the main part
  if (d) countries[key] = { d, at: middle, size };
  if (whole < DOT || !d) points[key] = middle;
}

const document = {
  header: {
    title: "Country shapes for Tocsin's supplier map",
    source: "Natural Earth 1:50m Admin 0 countries, through the npm package world-atlas 2.0.2",
    licence: "Natural Earth: public domain; world-atlas: ISC (Mike Bostock)",
    projection: "Equal Earth, centred on 11 degrees east; Antarctica left out; simplified",
    disclaimer: "Borders as in Natural Earth; no position taken.",
    built_by: "scripts/build_map.mjs",
  },
  width: WIDTH,
  height: Math.round(bounds.bottom - bounds.top + 2 * MARGIN),
  countries, points, uncoded,
};
writeFileSync(process.argv[2], JSON.stringify(document).replace(/("[A-Z]{3}":|"countries"|"points"|"uncoded"|\{"name")/g, "\n$1") + "\n");
console.log(Object.keys(countries).length, "shapes,", Object.keys(points).length, "points,", JSON.stringify(document).length, "bytes");
