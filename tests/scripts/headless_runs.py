#!/usr/bin/env python3
"""Headless runs: the files they write, Ctrl+C, a run that diverges, pictures, no display."""
import json
import signal
import subprocess
import time
import unittest

from support.program import ENVIRONMENT, PATIENCE, PROGRAM, SHORT, SOURCE, Folder, rows_of, run


class Runs(Folder):
    def test_run_writes_every_file_and_running_its_spec_again_gives_the_same_numbers(self):
        first, second = self.folder / "a", self.folder / "b"
        done = run("run", "why-annealing", *SHORT, "--out", first, "--no-pictures")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn(str(first), done.stderr)
        done = run("run", first / "spec.json", "--out", second, "--no-pictures")
        self.assertEqual(done.returncode, 0, done.stderr)
        names = sorted(p.name for p in first.iterdir())
        for name in ("spec.json", "summary.json", "loss.csv", "levels.csv", "modes.csv",
                     "weights.safetensors", "state.json", "state.weights.safetensors",
                     "samples_langevin_exact.npy",
                     "samples_annealed_langevin_learned.npy"):
            self.assertIn(name, names)
        for name in names:
            if name not in ("summary.json", "state.json"):  # the time it took; the lesson's cards
                self.assertEqual((first / name).read_bytes(), (second / name).read_bytes(), name)
        summary = json.loads((first / "summary.json").read_text())
        again = json.loads((second / "summary.json").read_text())
        self.assertEqual(summary["lesson"], "Why annealing?")
        self.assertEqual(again["lesson"], summary["lesson"])
        self.assertEqual(summary["ended"], "finished")
        self.assertIn(f"40 of 40, loss {summary['training']['loss']:.4g}", done.stderr)
        self.assertEqual(summary["training"]["steps"], 40)
        self.assertEqual(len(summary["samples"]), 4)
        for cloud in summary["samples"]:
            self.assertGreater(cloud["sliced_wasserstein_floor"], 0.0)
            self.assertGreater(cloud["sliced_wasserstein_floor_spread"], 0.0)
            self.assertGreater(cloud["true_width"], 0.0)
        for option, word in (("noise.max", "farthest apart"), ("noise.levels", "No constraint in 2-D"),
                             ("samplers.epsilon", "stable while")):
            self.assertIn(word, summary["suggestions"][option])
        loss = rows_of((first / "loss.csv").read_text())
        self.assertEqual([int(row["step"]) for row in loss], list(range(1, 41)))
        levels = rows_of((first / "levels.csv").read_text())
        self.assertEqual(len(levels), 10)
        for name in ("sigma", "loss", "floor", "J_DSM", "J_ESM", "B", "norm_learned", "norm_exact",
                     "score_error"):
            self.assertIn(name, levels[0])

    def test_a_run_that_is_gone_on_with_ends_as_if_it_had_never_stopped(self):
        whole, half, rest = (self.folder / name for name in ("whole", "half", "rest"))
        steps = ("--set", "training.stop_after=20")
        options = (*SHORT, "--set", "compute.threads=1", "--no-pictures")
        self.assertEqual(run("run", "why-annealing", *options, "--out", whole).returncode, 0)
        self.assertEqual(run("run", "why-annealing", *options, *steps, "--out", half).returncode, 0)
        done = run("run", half / "state.json", "--set", "training.stop_after=40", "--out", rest, "--no-pictures")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("goes on at step 20 of 40", done.stderr)
        for name in ("weights.safetensors", "state.weights.safetensors", "samples_langevin_learned.npy"):
            self.assertEqual((whole / name).read_bytes(), (rest / name).read_bytes(), name)
        losses = (whole / "loss.csv").read_text().splitlines()
        self.assertEqual((rest / "loss.csv").read_text().splitlines()[1:], losses[21:])
        # a state and weights of another step are not taken for a pair
        (half / "state.weights.safetensors").write_bytes((rest / "state.weights.safetensors").read_bytes())
        done = run("run", half / "state.json", "--out", self.folder / "mixed")
        self.assertEqual(done.returncode, 1)
        self.assertIn("not saved together", done.stderr)

    def test_a_training_does_not_go_on_with_other_points(self):
        points = self.file("points.csv", "0,0\n1,0\n0,2\n3,1\n")
        out = self.folder / "out"
        self.assertEqual(run("run", points, *SHORT, "--out", out, "--no-pictures").returncode, 0)
        points.write_text("0,0\n1,0\n0,2\n3,2\n")
        self.assert_refused(run("run", out / "state.json", "--set", "training.stop_after=50", "--no-pictures"),
                            "4 points (", "they have changed")

    def test_one_sampler_gives_samples_npy(self):
        done = run("run", "poster", *SHORT, "--set", "samplers.1.kind=none", "--out", self.folder,
                   "--no-pictures")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "samples.npy").exists())

    def test_seed_changes_the_numbers(self):
        for seed in ("1", "2"):
            run("run", "why-annealing", *SHORT, "--seed", seed, "--out", self.folder / seed,
                "--no-pictures")
        self.assertNotEqual((self.folder / "1/loss.csv").read_text(),
                            (self.folder / "2/loss.csv").read_text())

    def test_every_lesson_and_preset_runs(self):
        ids = [line.split()[0] for what in ("lessons", "presets")
               for line in run("list", what).stdout.splitlines()[1:]]
        file = {path.stem: path for what in ("lessons", "presets")
                for path in (SOURCE / "assets" / what).glob("*.json")}
        self.assertEqual(sorted(ids), sorted(file))
        for name in ids:
            few = self.few_pictures(json.loads(file[name].read_text())["spec"])
            done = run("run", name, "--set", "training.stop_after=3", "--set",
                       "sampling.particles=8", *few, "--out", self.folder / name, "--no-pictures")
            self.assertEqual(done.returncode, 0, name + done.stderr)
            self.assertEqual(json.loads((self.folder / name / "summary.json").read_text())["lesson"],
                             json.loads(file[name].read_text())["title"])

    @staticmethod
    def few_pictures(spec):
        """What makes a run on pictures short."""
        if "mnist" not in spec["data"]["kind"]:
            return []
        few = ["data.first_n=50", "distances.samples=4", "step_grid.steps_per_level=[1,2]",
               "step_grid.samples=2"]
        if any("steps_per_level" in sampler for sampler in spec["samplers"]):
            few.append("samplers.steps_per_level=2")
        return [word for option in few for word in ("--set", option)]

    def test_own_picture_and_csv_run(self):
        points = self.file("mine.csv", "x,y\n" + "".join(f"{i % 7},{i % 5}\n" for i in range(50)))
        picture = SOURCE / "assets/pictures/boat.png"
        for path in (points, picture):
            done = run("run", path, "--set", "training.stop_after=3", "--set",
                       "sampling.particles=8", "--set", "samplers.steps_per_level=2", "--out",
                       self.folder / path.stem, "--no-pictures")
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_without_a_display_the_default_lesson_runs_headless(self):
        # Interrupted as soon as it has said so: the whole lesson takes longer than a test should.
        with subprocess.Popen([PROGRAM], stderr=subprocess.PIPE, text=True, cwd=self.folder,
                              env=ENVIRONMENT) as process:
            first = process.stderr.readline()
            self.assertIn("without a window instead", first)
            self.assertEqual(first.count("\n"), 1)
            time.sleep(1.0)
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            self.assertEqual(process.wait(PATIENCE), 130, rest)
        self.assertTrue((self.folder / "runs/why-annealing-01/summary.json").exists())

    def test_interrupt_writes_what_there_is_and_says_so(self):
        for kind in (signal.SIGINT, signal.SIGTERM):
            out = self.folder / kind.name
            arguments = [PROGRAM, "run", "why-annealing", "--set", "training.stop_after=10000000",
                         "--out", str(out), "--no-pictures"]
            with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True,
                                  env=ENVIRONMENT) as process:
                while not (out / "spec.json").exists():
                    time.sleep(0.05)
                time.sleep(1.5)
                process.send_signal(kind)
                _, messages = process.communicate(timeout=PATIENCE)
            self.assertEqual(process.returncode, 130, messages)
            self.assertIn("Interrupted at training step", messages)
            self.assertIn(f"scorescope run {out / 'state.json'} goes on from there", messages)
            summary = json.loads((out / "summary.json").read_text())
            self.assertEqual(summary["ended"], "interrupted")
            self.assertEqual(len(rows_of((out / "loss.csv").read_text())),
                             summary["training"]["steps"])

    def test_exploding_learning_rate_names_step_and_level_and_keeps_finite_weights(self):
        out = self.folder / "out"
        done = run("run", "poster", "--set", "training.learning_rate=100", "--set",
                   "training.stop_after=20000", "--set", "network.depth=6", "--out", out,
                   "--no-pictures")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr, r"step \d+")
        self.assertRegex(done.stderr, r"σ = |level")
        self.assertEqual(json.loads((out / "summary.json").read_text())["ended"], "failed")
        points = self.file("p.csv", "1,2\n")
        probed = run("probe", out / "spec.json", "--sigma", "1", "--points", points, "--weights",
                     out / "weights.safetensors")
        self.assertEqual(probed.returncode, 0, probed.stderr)
        self.assertNotIn("nan", probed.stdout.lower())

    def test_pictures_and_single_figures(self):
        done = run("run", "why-annealing", *SHORT, "--plot", "loss", "--out", self.folder / "l.png")
        if "no pictures" in done.stderr or "EGL" in done.stderr or "OpenGL" in done.stderr:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "l.png").read_bytes()[:4], b"\x89PNG")
        done = run("run", "why-annealing", *SHORT, "--out", self.folder / "all")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("stage.png", "fields.png", "loss.png", "mode_weight.png"):
            self.assertEqual((self.folder / "all" / name).read_bytes()[:4], b"\x89PNG", name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
