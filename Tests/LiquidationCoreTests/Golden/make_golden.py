#!/usr/bin/env python3
"""Writes golden files for the ledger from the plain numpy models of ../shared/reference.

    make_golden.py SHARED OUT             the small files that the project holds
    make_golden.py SHARED OUT --bars N    the same cases over N bars of gen.py data, with finer grids

Needs numpy; the `balanced` cases also need scipy (score.py imports it).
"""
import argparse, json, os, subprocess, sys, tempfile
import numpy as np

ap = argparse.ArgumentParser()
ap.add_argument("shared"); ap.add_argument("out"); ap.add_argument("--bars", type=int, default=0)
a = ap.parse_args()
sys.path.insert(0, os.path.join(a.shared, "reference"))
import reference as R

small = a.bars == 0
T, B, S = (240, 160, 24) if small else (a.bars, 2000, 240)
os.makedirs(a.out, exist_ok=True)
with tempfile.TemporaryDirectory() as tmp:
    days = -(-T // 1440)
    subprocess.run([sys.executable, os.path.join(a.shared, "reference", "gen.py"), "--out", tmp, "--days", str(days),
                    "--no-vision", "--agg", "0"], check=True)
    d = R.load_bin(os.path.join(tmp, "bars.bin"), T)
if small:                                   # rounder numbers make smaller files
    d = {k: np.round(v, 4) for k, v in d.items()}
nz = lambda x: [[int(i), float(v)] for i, v in enumerate(x) if v != 0]
cols = ("high", "low", "close", "oi", "r")
narrow = R.make_edges(d["close"].min() * 0.93, d["close"].max() * 1.05, B // 2)
CASES = [("log-20-touch", 20, "log", "touch", None), ("log-20-range", 20, "log", "range", None),
         ("linear-5-touch", 5, "linear", "touch", None), ("linear-100-range", 100, "linear", "range", None),
         ("log-100-touch", 100, "log", "touch", None), ("offgrid-20-touch", 20, "log", "touch", narrow)]
for name, n, kind, rule, edges in CASES:
    tiers = R.default_tiers(n)
    e = R.default_edges(d["low"], d["high"], B, kind) if edges is None else edges
    o = R.simulate(d, tiers, e, S, rule)
    R.check_conservation(o)
    keep = list(range(0, o["heat"].shape[1], max(1, o["heat"].shape[1] // 4)))
    json.dump(dict(name=name, rule=rule, barsPerColumn=S, edges=e.tolist(),
                   leverages=tiers["L"].tolist(), weights=tiers["w"].tolist(), sizes=tiers["N"].tolist(),
                   longFactors=tiers["kL"].tolist(), shortFactors=tiers["kS"].tolist(),
                   final=[nz(x) for x in o["final"]], liquidatedByBucket=[nz(x) for x in o["liq_b"]],
                   liquidatedByBar=[nz(x) for x in o["liq_t"]], off=o["off"].tolist(),
                   opened=o["opened"].sum(1).tolist(), closed=o["closed"].sum(1).tolist(),
                   heatColumns=keep, heat=[[nz(o["heat"][s, j]) for j in keep] for s in (0, 1)]),
              open(os.path.join(a.out, f"reference-{name}.json"), "w"), separators=(",", ":"))
json.dump({k: d[k].tolist() for k in cols}, open(os.path.join(a.out, "bars.json"), "w"), separators=(",", ":"))

import score
PARAMETERS = dict(median=5.0, sigma=1.2, kappa=0.5, mmr=0.005, buckets=3000, points=5)


def balanced(x, name):
    p = PARAMETERS
    out = score.balanced(x, p["median"], p["sigma"], p["kappa"], p["mmr"], p["buckets"], p["points"])
    json.dump(dict(name=name, **p, touched=[[float(v) for v in side] for side in out]),
              open(os.path.join(a.out, f"balanced-{name}.json"), "w"), separators=(",", ":"))


volume = 40 + 30 * np.abs(np.sin(np.arange(T) / 7.0))
balanced(dict(d, volume=volume, open=d["close"]), "synthetic")
if small:
    balanced(score.load("A-btc-4h")[0], "A-btc-4h")
