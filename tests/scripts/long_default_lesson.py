#!/usr/bin/env python3
"""The first lesson over five seeds, and the Poster preset (AT-9 of maths.md), by the numbers a run writes; with
the engine that training takes by itself and with LibTorch's.

usage: long_default_lesson.py [RUNS FOLDER]     (kept there; a temporary folder otherwise)
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from support.program import ENVIRONMENT, PROGRAM

SEEDS = (1, 2, 3, 4, 5)
# Loss over the last 500 steps; share of the heavy mode by sampler and score: (least, most).
LESSON = {"loss": (0.199, 0.225),
          ("langevin", "exact"): (0.46, 0.57), ("annealed_langevin", "exact"): (0.75, 0.83),
          ("langevin", "learned"): (0.40, 0.62), ("annealed_langevin", "learned"): (0.70, 0.88)}
POSTER = {"loss": (0.240, 0.255),
          ("langevin", "learned"): (0.40, 0.62), ("annealed_langevin", "learned"): (0.70, 0.88)}


def summary_of(name, seed, engine, folder):
    out = folder / f"{name}-{seed}-{engine}"
    subprocess.run([PROGRAM, "run", name, "--seed", str(seed), "--set", f"training.engine={engine}", "--out", str(out),
                    "--no-pictures"], check=True, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    return json.loads((out / "summary.json").read_text())


def failures_of(name, bounds, engine, folder):
    """Prints one line a seed; returns what lies outside of its bounds."""
    failures = []
    for seed in SEEDS:
        summary = summary_of(name, seed, engine, folder)
        numbers = {(c["sampler"], c["score"]): c["heavy_share"] for c in summary["samples"]}
        gain = numbers["annealed_langevin", "learned"] - numbers["langevin", "learned"]
        numbers["loss"] = summary["loss_last_500"]
        print(name, summary["training"]["engine"], "seed", seed, {str(k): round(numbers[k], 4) for k in bounds}, "gain",
              round(gain, 3), flush=True)
        failures += [(name, engine, seed, key, numbers[key]) for key, (least, most) in bounds.items()
                     if not least <= numbers[key] <= most]
        if gain <= 0.15:
            failures.append((name, engine, seed, "annealed minus plain", gain))
    return failures


def main(folder):
    failures = [failure for engine in ("auto", "libtorch") for name, bounds in (("why-annealing", LESSON), ("poster", POSTER))
                for failure in failures_of(name, bounds, engine, folder)]
    for failure in failures:
        print("outside of its bounds:", *failure)
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(pathlib.Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="scorescope-") as made:
        sys.exit(main(pathlib.Path(made)))
