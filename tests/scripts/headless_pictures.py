#!/usr/bin/env python3
"""A headless run of pictures: its files read with NumPy, and its spec run again."""
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
    "network": {"kind": "unet", "width": 4},
    "noise": {"kind": "geometric", "max": 8, "min": 0.03, "levels": 6},
    "training": {"batch": 16, "stop_after": 30},
    "sampling": {"particles": 10},
    "distances": {"every": 20, "samples": 12},
}


def squares(count):
    """[count, 28, 28] uint8: a bright square somewhere."""
    draw = np.random.default_rng(1)
    pictures = np.zeros((count, SIDE, SIDE), np.uint8)
    for picture, (row, column) in zip(pictures, draw.integers(2, 18, (count, 2))):
        picture[row:row + 8, column:column + 8] = draw.integers(150, 256)
    return pictures


class Pictures(Folder):
    def setUp(self):
        super().setUp()
        self.pictures = squares(200)
        header = struct.pack(">4I", 0x803, *self.pictures.shape)
        (self.folder / "squares-images.idx").write_bytes(header + self.pictures.tobytes())

    def finished(self, spec, *arguments):
        out = self.folder / f"out-{len(list(self.folder.iterdir()))}"
        done = run("run", spec, *arguments, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return out

    def test_a_run_writes_samples_sheets_tables_and_the_same_again(self):
        first = self.finished(self.file("squares.json", json.dumps(SPEC)))
        second = self.finished(first / "spec.json", "--no-pictures")
        names = {path.name for path in first.iterdir()}
        sheets = {f"{what}_heun_{weights}.png" for what in ("samples", "strip")
                  for weights in ("averaged", "raw")} | {"plane.png"}
        self.assertEqual(names, sheets | {
            "spec.json", "summary.json", "loss.csv", "levels.csv", "distances.csv", "classes.csv",
            "plane.csv",
            "weights.safetensors", "state.json", "state.weights.safetensors",
            "samples.npy", "samples_heun_averaged.npy", "samples_heun_raw.npy"})
        self.assertEqual({path.name for path in second.iterdir()}, names - sheets)
        for name in names - sheets - {"summary.json", "state.json"}:  # the time it took; the title
            self.assertEqual((first / name).read_bytes(), (second / name).read_bytes(), name)
        for name in sheets:
            self.assertEqual((first / name).read_bytes()[:8], b"\x89PNG\r\n\x1a\n", name)
        self.check_samples(first)
        self.check_levels(first)
        self.check_distances(first)
        self.check_plane(first)

    def check_samples(self, out):
        samples = {name: np.load(out / f"samples_heun_{name}.npy") for name in ("averaged", "raw")}
        for pictures in samples.values():
            self.assertEqual(pictures.shape, (10, SIDE, SIDE))
            self.assertTrue(np.isfinite(pictures).all())
        np.testing.assert_array_equal(np.load(out / "samples.npy"), samples["averaged"])
        self.assertGreater(np.abs(samples["averaged"] - samples["raw"]).max(), 0)
        summary = json.loads((out / "summary.json").read_text())
        self.assertEqual(summary["ended"], "finished")
        self.assertEqual([s["weights"] for s in summary["samples"]], ["averaged", "raw"])
        for told in summary["samples"]:
            pictures = samples[told["weights"]].astype(np.float64)
            self.assertAlmostEqual(told["pixel_mean"], pictures.mean(), places=6)
            self.assertAlmostEqual(told["pixel_std"], np.sqrt(pictures.var(0).mean()), places=6)
        data = self.pictures.reshape(200, -1) / 127.5 - 1
        self.assertAlmostEqual(summary["data_pixel_mean"], data.mean(), places=9)
        self.assertAlmostEqual(summary["data_pixel_std"], np.sqrt(data.var(0).mean()), places=9)

    def check_levels(self, out):
        rows = rows_of((out / "levels.csv").read_text())
        sigma = np.array([float(row["sigma"]) for row in rows])
        np.testing.assert_allclose(sigma, 8 * (0.03 / 8) ** (np.arange(6) / 5), rtol=1e-8)
        # the loss of the best line from the covariance's eigenvalues, under EDM's weight, as a mean
        data = self.pictures.reshape(200, -1) / 127.5 - 1
        eigenvalues = np.linalg.svd(data - data.mean(0), compute_uv=False) ** 2 / 200
        variance = eigenvalues.sum() / SIDE ** 2
        for row, s in zip(rows, sigma):
            line = np.sum(eigenvalues / (s * s * (eigenvalues + s * s)))
            weight = s * s * (s * s + variance) / variance / SIDE ** 2
            self.assertAlmostEqual(float(row["gaussian"]), weight * line, delta=1e-6 * weight * line)
            for name in ("averaged", "raw", "empirical", "averaged_error", "empirical_error"):
                self.assertGreaterEqual(float(row[name]), 0.0)
            self.assertLess(float(row["empirical"]), float(row["averaged"]))
        self.assertEqual(len(rows_of((out / "loss.csv").read_text())), 30)

    def check_plane(self, out):
        """The exact arrows again: softmax means of the pictures, along their first two principal components."""
        rows = rows_of((out / "plane.csv").read_text())
        self.assertEqual(len(rows), 5 * 21 * 21)
        data = self.pictures.reshape(200, -1) / 127.5 - 1
        axes = np.linalg.svd(data - data.mean(0), full_matrices=False)[2][:2]
        axes *= np.where(axes.sum(1) < 0, -1, 1)[:, None]
        for row in rows[::97]:
            sigma = float(row["sigma"])
            point = data.mean(0) + np.array([float(row["x"]), float(row["y"])]) @ axes
            logits = -((data - point) ** 2).sum(1) / (2 * sigma ** 2)
            weights = np.exp(logits - logits.max())
            arrow = axes @ (weights @ data / weights.sum() - point) / sigma ** 2
            told = np.array([float(row["exact_x"]), float(row["exact_y"])])
            np.testing.assert_allclose(told, arrow, rtol=1e-4, atol=1e-4 * (1 + np.abs(arrow).max()))
            self.assertTrue(0 <= float(row["exact_share"]) <= 1 and 0 <= float(row["learned_share"]) <= 1)
        memorised = [told["memorised"] for told in json.loads((out / "summary.json").read_text())["samples"]]
        self.assertTrue(all(0 <= told["share"] <= 1 and told["median_ratio"] > 0 for told in memorised))

    def check_distances(self, out):
        rows = rows_of((out / "distances.csv").read_text())
        self.assertEqual([(row["step"], row["weights"], row["reference"]) for row in rows],
                         [(step, weights, "train") for step in ("20", "30")
                          for weights in ("averaged", "raw")])
        for row in rows:
            self.assertEqual((row["n"], row["reference_n"], row["sampler"]), ("12", "200", "heun"))
            self.assertAlmostEqual(float(row["epoch"]), int(row["step"]) * 16 / 200)
            self.assertGreater(float(row["fd"]), float(row["fd_floor"]))
            self.assertGreater(float(row["kd_se"]), 0)
        classes = rows_of((out / "classes.csv").read_text())
        self.assertEqual(len(classes), 4 * 11)
        for first in range(0, len(classes), 11):
            shares = [float(row["share"]) for row in classes[first:first + 11]]
            self.assertAlmostEqual(sum(shares), 1, places=6)
        told = json.loads((out / "summary.json").read_text())["distances"]
        self.assertEqual(told["features"], "64 features, MNIST classifier")
        self.assertEqual([row["weights"] for row in told["rows"]], ["averaged", "raw"])
        self.assertAlmostEqual(told["rows"][0]["fd"], float(rows[2]["fd"]), places=5)

    def test_what_does_not_go_with_pictures_is_refused(self):
        spec = self.file("squares.json", json.dumps(SPEC))
        for option, word in (("objective.kind=implicit", "denoising_one_level"),
                             ("sampling.score=exact", '"learned"'),
                             ("sampling.start=collapsed", "mean_noise"),
                             ("network.kind=mlp", "unet"),
                             ("samplers.0.sigma_min=9", "sigma_min")):
            self.assert_refused(run("run", spec, "--set", option, "--out", self.folder / "out"), word)
        self.assert_refused(run("run", spec, "--plot", "loss"), "--plot")
        self.assert_refused(run("floor", spec), "levels.csv")
        self.assert_refused(run("run", "poster", "--set", "network.kind=unet", "--out",
                                self.folder / "out"), "mlp")

    def quick(self, *more):
        """Options of the shortest run."""
        return ("--set", "training.stop_after=3", "--set", "distances.samples=0", "--no-pictures", *more)

    def test_a_relative_path_of_the_data_is_kept_as_an_absolute_one(self):
        out = self.folder / "out"
        done = run("run", "digits-from-noise", "--set", "data.kind=idx", "--set", "network.width=4", "--set",
                   "sampling.particles=2", "--set", "data.path=squares-images.idx", *self.quick("--out", out),
                   cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = json.loads((out / "spec.json").read_text())["data"]["path"]
        self.assertEqual(kept, str(self.folder / "squares-images.idx"))

    def test_a_training_goes_on_with_the_same_pictures_only(self):
        out = self.finished(self.file("squares.json", json.dumps(SPEC)), *self.quick())

        def on(*options):
            return run("run", out / "state.json", "--set", "training.stop_after=5", "--no-pictures", "--out",
                       self.folder / "on", *options)

        self.assertEqual(on().returncode, 0)
        path = self.folder / "squares-images.idx"
        whole = path.read_bytes()
        moved = self.folder / "moved-images.idx"
        path.rename(moved)
        self.assert_refused(on(), "squares-images.idx")
        self.assertEqual(on("--set", f"data.path={moved}").returncode, 0)
        header, first, second = whole[:16], whole[16:16 + SIDE * SIDE], whole[16 + SIDE * SIDE:16 + 2 * SIDE * SIDE]
        path.write_bytes(header + second + first + whole[16 + 2 * SIDE * SIDE:])
        self.assert_refused(on(), "200 pictures (", "they have changed", "--from-start")
        path.write_bytes(struct.pack(">4I", 0x803, 199, SIDE, SIDE) + whole[16:-SIDE * SIDE])
        self.assert_refused(on(), "199 pictures (")
        path.write_bytes(whole)
        self.assert_refused(run("run", out / "state.json", "--set", "training.stop_after=2"), "step 3", "forward only")

    def test_pictures_that_do_not_differ_are_refused(self):
        spec = self.file("squares.json", json.dumps(SPEC))
        self.assert_refused(run("run", spec, "--set", "data.first_n=1", "--out", self.folder / "out"), "do not differ")

    def test_one_picture_is_no_set(self):
        (self.folder / "one.png").write_bytes(b"")
        self.assert_refused(run("fd", self.folder / "one.png", "mnist:test"), "is one picture", "folder")

    def test_a_classifier_of_ones_own(self):
        self.assert_refused(run("features", "train", "--data", "mnist:train"), "one part of mnist", '":train"')
        self.assert_refused(run("features", "train", "--data", self.folder / "squares-images.idx"), "two or more classes")
        labels = struct.pack(">2I", 0x801, 200) + bytes(self.pictures.max((1, 2)) > 200)
        (self.folder / "squares-labels.idx").write_bytes(labels)
        out = self.folder / "new" / "bright.safetensors"
        done = run("features", "train", "--data", self.folder / "squares-images.idx", "--epochs", "1", "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(out.exists())


if __name__ == "__main__":
    unittest.main()
