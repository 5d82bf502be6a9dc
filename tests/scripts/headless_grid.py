#!/usr/bin/env python3
"""The grid of T x epsilon of a headless run: its table, its array and its picture, and that the table says what the
pictures are."""
import json
import struct
import sys
import unittest

from support.program import Folder, rows_of, run

try:
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

SIDE = 28
SPEC = {
    "data": {"kind": "idx", "path": "squares-images.idx", "test_share": 0},
    "network": {"kind": "unet", "width": 4, "output": "score_over_sigma"},
    "noise": {"kind": "geometric", "max": 2, "min": 0.01, "levels": 4},
    "training": {"batch": 16, "stop_after": 40},
    "sampling": {"particles": 4, "start": "gaussian", "weights": "raw"},
    "samplers": [{"kind": "annealed_langevin", "epsilon": 1e-5, "steps_per_level": 3, "convention": "P",
                  "last_step_noise": False, "clamp": 1.2}],
    "distances": {"samples": 0},
    "step_grid": {"steps_per_level": [2, 4], "epsilon": [1e-5, 1e-4, 1e-3], "samples": 4, "at_end": True},
}


def noise(picture):
    """As metric/picture_noise.h says."""
    second = picture[:-2] - 2 * picture[1:-1] + picture[2:]
    both = second[:, :-2] - 2 * second[:, 1:-1] + second[:, 2:]
    ordered = np.sort(np.abs(both), axis=None)
    return ordered[(len(ordered) - 1) // 2] / 6 / 0.674489750196082


class Grid(Folder):
    def setUp(self):
        super().setUp()
        draw = np.random.default_rng(1)
        pictures = np.zeros((100, SIDE, SIDE), np.uint8)
        for picture, (row, column) in zip(pictures, draw.integers(2, 18, (100, 2))):
            picture[row:row + 8, column:column + 8] = 220
        header = struct.pack(">4I", 0x803, *pictures.shape)
        (self.folder / "squares-images.idx").write_bytes(header + pictures.tobytes())
        self.spec = self.file("squares.json", json.dumps(SPEC))

    def test_a_run_writes_table_array_and_picture_that_agree(self):
        out = self.folder / "out"
        done = run("run", self.spec, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((out / "grid.png").read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        rows = rows_of((out / "grid.csv").read_text())
        pictures = np.load(out / "grid.npy")
        self.assertEqual(pictures.shape, (2, 3, 4, SIDE, SIDE))
        self.assertEqual([(row["steps_per_level"], row["epsilon"]) for row in rows],
                         [(steps, epsilon) for steps in ("2", "4") for epsilon in ("1e-05", "0.0001", "0.001")])
        for row, cell in zip(rows, pictures.reshape(-1, 4, SIDE, SIDE).astype(np.float64)):
            self.assertAlmostEqual(float(row["noise"]), np.mean([noise(picture) for picture in cell]), places=6)
            self.assertEqual(row["stable"], "0" if row["epsilon"] == "0.001" else "1")
            self.assertEqual(row["inflation"] == "", row["stable"] == "0")
            self.assertAlmostEqual(float(row["bound"]), 4e-4)
            self.assertEqual((row["weights"], row["training_step"], row["samples"]), ("raw", "40", "4"))
        self.assertAlmostEqual(float(rows[1]["inflation"]), 4 / 3)
        # the same run with the sampler's own T and epsilon: one noise, one network
        single = run("run", self.spec, "--set", "samplers.0.steps_per_level=4", "--set",
                     "samplers.0.epsilon=0.0001", "--set", "step_grid.at_end=false", "--out",
                     self.folder / "single", "--no-pictures")
        self.assertEqual(single.returncode, 0, single.stderr)
        np.testing.assert_array_equal(np.load(self.folder / "single/samples_annealed_langevin_raw.npy"),
                                      pictures[1, 1])
        self.assertFalse((self.folder / "single/grid.csv").exists())

    def test_the_grid_is_a_figure_of_its_own(self):
        picture = self.folder / "one.png"
        done = run("run", self.spec, "--plot", "grid", "--out", picture, "--set", "step_grid.steps_per_level=[1]",
                   "--set", "step_grid.epsilon=[1e-5,1e-4]")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")

    def test_what_no_grid_can_have_is_refused(self):
        for setting, words in (("step_grid.epsilon=[1e-4,1e-5]", ("step_grid: epsilon must increase",)),
                               ("step_grid.steps_per_level=[1.5]", ("whole numbers", "1.5")),
                               ("step_grid.steps_per_level=[]", ("1 to 8",)),
                               ("step_grid.samples=0", ("samples", "1 to 64"))):
            self.assert_refused(run("run", self.spec, "--set", setting), *words)
        self.assert_refused(run("run", "poster", "--set", "step_grid.samples=3"), "pictures")


if __name__ == "__main__":
    unittest.main()
