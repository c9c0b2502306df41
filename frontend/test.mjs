// Tests of what is reckoned without a browser: time, lanes, places, layout. Run by: npm test
import assert from "node:assert/strict";
import { build } from "esbuild";

const load = async (name) => {
  const made = await build({ entryPoints: [new URL(`src/${name}.ts`, import.meta.url).pathname], bundle: true, write: false, format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString("base64")}`);
};
const [time, lanes, places, layout, data] = await Promise.all(["time", "lanes", "places", "layout", "data"].map(load));
const row = (more) => ({ id: "i1", label: "x", start: "2016-07-03", end: "2016-07-03", time_precision: 1, killed: 3, type: "ASSAULT", status: "actual", grade: null, background: false, ...more });

// time is told as precisely as it is known
assert.equal(time.timeWords("2016-07-03", "2016-07-03"), "3 Jul 2016");
assert.equal(time.timeWords("2016-02-01", "2016-02-29"), "Feb 2016");
assert.equal(time.timeWords("2016-01-01", "2016-12-31"), "2016");
assert.equal(time.timeWords("2016-01-01", "2017-12-31"), "2016–2017");
assert.equal(time.timeWords(null, null), "undated");
assert.equal(time.monthEnd(time.monthNumber("2015-12-05")), "2015-12-31");
assert.equal(time.isoMonth(time.monthNumber("1951-01-01")), "1951-01");
assert.ok(time.touches("2016-01-01", "2016-12-31", time.monthNumber("2016-05-01"), time.monthNumber("2016-05-01")));
assert.ok(!time.touches(null, null, 0, 99999), "what is undated matches no window");

// lanes hold every incident, others and unknown apart
const many = Array.from({ length: 40 }, (_, n) => row({ id: `i${n}`, lanes: n ? [`lane ${n % 20}`] : [] }));
const made = lanes.lanesOf(many);
assert.equal(made.length, lanes.MOST_LANES + 2);
assert.equal(made.reduce((sum, lane) => sum + lane.rows.length, 0), 40);

// marks hold every dated incident in view, dense ones in columns, bars never over each other
const dense = Array.from({ length: 20000 }, (_, n) => row({ id: `i${n}`, lanes: [], ...(n % 7 ? { start: time.isoDay(16000 + (n % 900)), end: time.isoDay(16000 + (n % 900)) } : { start: "2016-01-01", end: "2016-12-31" }) }));
const marks = lanes.marksOf(dense, 15900, 17400, 8);
const held = [...marks.ticks, ...marks.bars].reduce((sum, mark) => sum + mark.rows.length, marks.hidden);
assert.equal(held, 20000);
assert.ok(marks.ticks.length < 200);
for (const a of marks.bars) for (const b of marks.bars) assert.ok(a === b || a.row !== b.row || a.last < b.first || b.last < a.first);
for (const [from, to] of [[-7000, 19000], [16000, 17000], [16000, 16020]]) assert.ok(lanes.axisOf(from, to, 8).length >= 3);

// one mark a point and radius; a vague one is an area of its true size; a country is no point
const at = (more) => row({ lat: 11.85, lon: 13.16, radius_km: 0, ucdp_precision: 1, country: "NGA", ...more });
const rows = [at({}), at({}), at({ radius_km: 150, ucdp_precision: 4 }), at({ lat: null, lon: null, radius_km: null, ucdp_precision: 6 }), at({ lat: null, lon: null, radius_km: null, country: null })];
const spots = places.spotsOf(rows);
assert.deepEqual(spots.map((spot) => spot.rows.length), [2, 1]);
const rim = places.asAreas(spots).features;
assert.equal(rim.length, 1);
const north = Math.max(...rim[0].geometry.coordinates[0].map(([, y]) => y));
assert.ok(Math.abs((north - 11.85) * 111.2 - 150) < 1.5);
assert.deepEqual(places.onlyCountry(rows), { countries: [["NGA", 1]], nowhere: 1 });

// the same ties give the same picture; nobody stands on another
const nodes = Array.from({ length: 30 }, (_, n) => ({ key: `k${n}`, name: `n${n}`, kind: "group", country: null, page: "/groups/x" }));
const ties = nodes.slice(1).map((node, n) => ({ id: `r${n}`, from: node.key, to: `k${n % 5 ? n % 3 : n + 1}` }));
const one = layout.place(nodes, ties), two = layout.place(nodes, ties);
assert.deepEqual([...one], [...two]);
const at2 = [...one.values()];
for (const a of at2) for (const b of at2) assert.ok(a === b || Math.hypot(a.x - b.x, a.y - b.y) > 40);

// what comes in is checked; no address leads out
assert.throws(() => data.readMap({ rows: [{}], incidents: 1, countries: {} }));
const party = { key: "k", name: "n", kind: "group", country: null };
assert.throws(() => data.readNetwork({ at: "2016-01-01", incidents: 0, edges: [], days: [], nodes: [{ ...party, page: "https://elsewhere.example" }] }));
assert.throws(() => data.readNetwork({ at: "2016-01-01", incidents: 0, edges: [], days: [], nodes: [{ ...party, page: "//elsewhere.example" }] }));
console.log("frontend: all checks hold");
