#!/usr/bin/env python3
"""What a run writes can be read with NumPy and safetensors, and is what it says: the learned score,
recomputed from the weights file at ten points, equals `scorescope probe --weights` to 1e-5."""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from safetensors.numpy import load_file
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = os.environ["SCORESCOPE"]
CHANGES = ["--set", "training.stop_after=300", "--set", "sampling.particles=200",
           "--set", "samplers.steps_per_level=5"]


def scorescope(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def table(text):
    rows = list(csv.DictReader(text.splitlines()))
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]
            if name not in ("sampler", "score")}


def learned_score(weights, points, sigma):
    """MLP 3-128-128-2 with softplus on (x, y, log sigma), output divided by sigma; averaged weights."""
    h = np.column_stack([points, np.full(len(points), np.log(sigma))])
    for layer in ("0", "2", "4"):
        w = weights[f"averaged.layers.{layer}.weight"].astype(np.float64)
        h = h @ w.T + weights[f"averaged.layers.{layer}.bias"]
        if layer != "4":
            h = np.logaddexp(h, 0.0)
    return h / sigma


def check(folder):
    scorescope("run", "why-annealing", *CHANGES, "--out", folder, "--no-pictures")
    weights = load_file(folder / "weights.safetensors")
    assert {n.split(".")[0] for n in weights} == {"raw", "averaged"}, sorted(weights)

    samples = {}
    for path in sorted(folder.glob("samples_*.npy")):
        samples[path.name] = np.load(path)
        assert samples[path.name].shape == (200, 2) and samples[path.name].dtype == np.float64
        assert np.isfinite(samples[path.name]).all()
    assert len(samples) == 4, samples.keys()

    summary = json.loads((folder / "summary.json").read_text())
    loss = table((folder / "loss.csv").read_text())["loss"]
    assert loss.shape == (300,)
    assert abs(loss.mean() - summary["loss_last_500"]) < 1e-6 * abs(loss.mean()), summary
    for cloud in summary["samples"]:
        ends = samples[f"samples_{cloud['sampler']}_{cloud['score']}.npy"]
        heavy = np.mean(np.sum((ends - 5) ** 2, 1) < np.sum((ends + 5) ** 2, 1))
        assert abs(heavy - cloud["heavy_share"]) < 1e-9, (heavy, cloud)

    levels = table((folder / "levels.csv").read_text())
    assert np.allclose(levels["floor"], 0.5 * (2 - levels["sigma"] ** 2 * levels["norm_exact"]),
                       atol=1e-6)
    modes = table((folder / "modes.csv").read_text())
    assert ((modes["heavy_share"] >= 0) & (modes["heavy_share"] <= 1)).all()

    points = np.random.default_rng(1).uniform(-8, 8, (10, 2))
    np.savetxt(folder / "points.csv", points, delimiter=",", header="x,y", comments="",
               fmt="%.17g")
    worst = 0.0
    for sigma in (1.0, 3.7, 20.0):
        probed = table(scorescope("probe", folder / "spec.json", "--sigma", sigma, "--points",
                                  folder / "points.csv", "--weights",
                                  folder / "weights.safetensors"))
        ours = learned_score(weights, points, sigma)
        theirs = np.column_stack([probed["learned_x"], probed["learned_y"]])
        worst = max(worst, np.abs(ours - theirs).max())
    print(f"largest difference of the learned score: {worst:.2e}")
    assert worst < 1e-5, worst


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="scorescope-") as made:
        check(pathlib.Path(made))
