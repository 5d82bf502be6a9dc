#!/usr/bin/env python3
"""Exact tables, help, and bad input: one clear sentence each and an exit status that is not 0."""
import json
import resource
import signal
import subprocess
import time
import unittest

from support.program import ENVIRONMENT, PATIENCE, PROGRAM, SHORT, SOURCE, Folder, rows_of, run


class Tables(Folder):
    def test_floor_of_the_reference_mixture(self):
        # maths.md section 1, identity 7: mean over the ladder 20 -> 1 is 0.201, at sigma 1 it is 0.5
        rows = rows_of(run("floor", "why-annealing").stdout)
        self.assertEqual(list(rows[0])[:3], ["sigma", "J", "floor"])
        floors = [float(row["floor"]) for row in rows]
        self.assertAlmostEqual(sum(floors) / 10, 0.2013, delta=0.0005)
        self.assertAlmostEqual(floors[-1], 0.5000, delta=0.0002)

    def test_probe_of_a_gaussian_is_the_closed_form(self):
        spec = self.file("g.json", json.dumps({"data": {"kind": "mixture", "components": [
            {"weight": 2, "mean": [1, -1], "cov": [[1.0, 0.2], [0.2, 0.5]]}]}}))
        points = self.file("p.csv", "x,y\n1,-1\n2,1\n")
        done = run("probe", spec, "--sigma", "0.5", "--points", points)
        self.assertEqual(done.returncode, 0, done.stderr)
        row = rows_of(done.stdout)[1]
        self.assertEqual(list(row), ["x", "y", "log_density", "score_x", "score_y", "denoised_x",
                                     "denoised_y"])
        a, b, c = 1.25, 0.2, 0.75  # covariance plus 0.25 I; displacement (1, 2)
        det = a * c - b * b
        score = (-(c * 1 - b * 2) / det, -(a * 2 - b * 1) / det)
        self.assertAlmostEqual(float(row["score_x"]), score[0], places=7)
        self.assertAlmostEqual(float(row["score_y"]), score[1], places=7)
        self.assertAlmostEqual(float(row["denoised_x"]), 2 + 0.25 * score[0], places=7)

    def test_probe_of_a_ring_has_the_density_of_its_reference(self):
        points = self.file("p.csv", "x,y\n1,2\n")
        probe = ["probe", "ring-two-references", "--sigma", "1", "--points", points, "--set"]
        density = {reference: rows_of(run(*probe, f"data.reference={reference}").stdout)[0]["log_density"]
                   for reference in ("mixture", "ring", "radial")}
        # the mixture is the ring but for the number of its components
        self.assertAlmostEqual(float(density["ring"]), float(density["mixture"]), delta=0.05)
        self.assertEqual(density["radial"], "")

    def test_list_and_describe_know_everything(self):
        for what in ("distributions", "datasets", "objectives", "schedules", "networks", "samplers",
                     "lessons", "presets"):
            done = run("list", what)
            self.assertEqual(done.returncode, 0)
            for line in done.stdout.splitlines()[1:]:
                key = line.split()[0]
                if what not in ("lessons", "presets"):
                    self.assertEqual(run("describe", key).returncode, 0, key)
        text = run("describe", "training.batch").stdout
        for word in ("Batch", "Allowed: 1 to 65536", "(points)", "Default: 128"):
            self.assertIn(word, text)

    def test_help_and_version(self):
        self.assertIn("scorescope", run("--version").stdout)
        for command in ([], ["run"], ["probe"], ["floor"], ["list"], ["describe"]):
            done = run(*command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn("Usage", done.stdout)


class BadInput(Folder):
    def refuse_spec(self, text, *words):
        path = self.file("bad.json", text)
        self.assert_refused(run("floor", path), "bad.json", *words)

    def test_specs(self):
        self.refuse_spec('{"noise": {\n "max" 3}}', "line 2", "column")
        self.refuse_spec('{"nosie": {}}', "nosie", 'did you mean "noise"')
        self.refuse_spec('{"noise": {"maximum": 3}}', "maximum", "levels")
        self.refuse_spec('{"training": {"batch": "many"}}', "batch", "whole number")
        self.refuse_spec('{"training": {"batch": 0}}', "batch", "1 to 65536")
        self.refuse_spec('{"noise": {"kind": "list", "levels": [1, 2]}}', "must decrease")
        self.refuse_spec('{"noise": {"max": 1, "min": 2}}', "max")
        self.refuse_spec('{"data": {"kind": "mixture", "components": [{"weight": 0}]}}', "zero")
        self.refuse_spec('{"samplers": [{}, {}, {}]}', "one or two")
        self.refuse_spec("", "is empty")
        self.refuse_spec("[1, 2]", "object")
        path = self.file("bad.json", '{"data": {"kind": "picture", "path": "nowhere.png"}}')
        self.assert_refused(run("floor", path), "nowhere.png")

    def test_specs_that_are_no_json_or_too_much(self):
        self.refuse_spec('{"data": {"kindd": "mixture"}}', 'did you mean "kind"')
        self.refuse_spec('{"training": {"learning_rate": 1e999}}', "column", "1e999")
        self.refuse_spec('{"training": {"learning_rate": NaN}}', "column")
        self.refuse_spec('{"seed": 1, "seed": 2}', "twice")
        self.refuse_spec('{"data": {"kind": "mixture", "components": [{"mean": [1e300, 0]}]}}', "mean")
        self.refuse_spec('{"layout": {"half_width": 1e300}}', "half_width")
        self.refuse_spec("[" * 200_000, "column")
        self.refuse_spec('{"a":' * 100_000 + "1" + "}" * 100_000, '"a"')
        for bad in ('{"seed": ' + "1" * 1_000_000 + "}", '{"' + "k" * 100_000 + '": 1}'):
            done = run("floor", self.file("bad.json", bad))
            self.assert_refused(done, "bad.json")
            self.assertLess(len(done.stderr), 600)
        path = self.folder / "bad.json"
        path.write_bytes(b"\xff\xfe{\x00}\x00")
        self.assert_refused(run("floor", path), "bad.json", "\\xff")
        self.assert_refused(run("floor", "/dev/zero"), "/dev/zero", "64 MiB")

    def test_names(self):
        self.assert_refused(run("run", "why-anealing"), 'did you mean "why-annealing"')
        self.assert_refused(run("why-anealing"), 'did you mean "why-annealing"')
        self.assert_refused(run("rnu"), "rnu")
        self.assert_refused(run("describe", "epsilom"), 'did you mean "epsilon"')
        self.assert_refused(run("list", "sampler"), 'did you mean "samplers"')
        self.assert_refused(run("run", "poster", "--set", "noise.levls=3"), 'did you mean "levels"')
        self.assert_refused(run("run", "poster", "--set", "noise"), "section.key=value")
        self.assert_refused(run("run", "poster", "--seed", "-1"), "--seed is -1", status=2)
        self.assert_refused(run("describe", "training.leaning_rate"), '"training.learning_rate"')
        self.assert_refused(run("floor", "nowhere"), "the lessons are",
                            "the presets are digits-good, ncsnv2-digits, poster, poster-digits")
        self.assert_refused(run("run", self.folder), "folder")
        for command in (["run", "nowhere.json"], ["floor", "nowhere/poster"], ["nowhere.png"]):
            self.assert_refused(run(*command), f'there is no file "{command[-1]}".')

    def test_command_lines(self):
        for arguments in (["run"], ["probe", "poster"], ["run", "poster", "--colour"],
                          ["run", "poster", "--device", "tpu"], ["run", "poster", "--seed", "x"]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertTrue(done.stderr.startswith("scorescope: "), done.stderr)
        for arguments, word in ((["run", "poster", "--seed", "9" * 20], "--seed"),
                                (["run", "poster", "--threads", "0"], "1 to 256"),
                                (["run", "poster", "--plot", ""], "--plot is empty"),
                                (["run", "poster", "run"], "one word too many"),
                                (["--size", "-5", "10"], "320 to 16384"),
                                (["--theme", "light", "list"], "for the window")):
            self.assert_refused(run(*arguments), "scorescope: ", word, status=2)
        for name in ("x.txt", "x"):
            self.assert_refused(run("run", "poster", "--plot", "loss", "--out", self.folder / name))
            self.assertFalse((self.folder / name).exists())

    def test_points(self):
        for text, word in (("x,y\n1,tall\n", "line 2"), ("1,nan\n", "nan"), ("1\n2\n", "one column"),
                           ("x,y\n", "no points"), ("", "no points"), ("1,5;2,5\n", "5;2"),
                           ("1,1e308\n", "1e12"), ("1,2\n\0", "not a text file")):
            path = self.file("points.csv", text)
            self.assert_refused(run("probe", "poster", "--sigma", "1", "--points", path),
                                "points.csv", word)
        path = self.file("points.csv", "1,2\n")
        for sigma in ("-1", "nan", "inf"):
            self.assert_refused(run("probe", "poster", "--sigma", sigma, "--points", path), "sigma",
                                status=2)
        self.assert_refused(run("probe", "poster", "--sigma", "1", "--points", "/nowhere.csv"),
                            "/nowhere.csv")
        self.assert_refused(run("probe", "poster", "--sigma", "0", "--points", path, "--weights",
                                "w"), "above 0")

    def test_data_files(self):
        for text, word in (("x,y\n1,tall\n", "tall"), ("1,nan\n2,3\n", "nan"), ("1\n2\n", "column"),
                           ("x,y\n", "")):
            path = self.file("data.csv", text)
            self.assert_refused(run("floor", path), "data.csv", word)
        boat = SOURCE / "assets/pictures/boat.png"
        path = self.folder / "cut.png"
        path.write_bytes(boat.read_bytes()[:200])
        self.assert_refused(run("floor", path), "cut.png")
        path.write_bytes(boat.read_bytes()[:20])
        self.assert_refused(run("floor", path), "cut.png is truncated")
        huge = bytearray(boat.read_bytes())
        huge[16:24] = (200_000).to_bytes(4, "big") * 2
        path.write_bytes(huge)
        self.assert_refused(run("floor", path), "cut.png has 200000 x 200000 pixels", "16384 a side")
        self.assert_refused(run("floor", self.file("a.docx", "x")), "a.docx")

    def test_a_refused_run_leaves_no_folder_and_takes_nothing_from_an_old_one(self):
        spec = self.file("bad.json", json.dumps({"data": {"kind": "csv", "path": "nowhere.csv"}}))
        out = self.folder / "out"
        self.assert_refused(run("run", spec, "--out", out), "nowhere.csv")
        self.assertFalse(out.exists())
        out.mkdir()
        self.assert_refused(run("run", spec, "--out", out), "nowhere.csv")
        self.assertTrue(out.exists())

    def test_weights_that_do_not_fit(self):
        out = self.folder / "out"
        run("run", "poster", *SHORT, "--out", out, "--no-pictures")
        weights = out / "weights.safetensors"
        points = self.file("p.csv", "1,2\n")
        probe = ["probe", "poster", "--sigma", "1", "--points", points, "--weights"]
        self.assertEqual(run(*probe, weights).returncode, 0)
        self.assert_refused(run(*probe, weights, "--set", "network.width=64"), "weights.safetensors")
        cut = self.folder / "cut.safetensors"
        cut.write_bytes(weights.read_bytes()[:-10])
        self.assert_refused(run(*probe, cut), "cut.safetensors")

    def test_unwritable_folder_is_refused_before_the_run(self):
        start = time.monotonic()
        self.assert_refused(run("run", "why-annealing", "--out", "/proc/scorescope"), "/proc")
        self.assertLess(time.monotonic() - start, PATIENCE / 4)

    def test_full_disk_is_reported(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        out = self.folder / "out"
        done = run("run", "poster", *SHORT, "--out", out, "--no-pictures", preexec_fn=small_files)
        self.assert_refused(done, "cannot write", "too large")
        self.assertEqual(list(out.glob("*.part")), [])

    def test_full_output_pipe_is_reported(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "list"], stdout=full, stderr=subprocess.PIPE, text=True,
                                  env=ENVIRONMENT, timeout=PATIENCE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("could not be written", done.stderr)

    def test_unknown_figure(self):
        done = run("run", "poster", "--plot", "lss", "--out", self.folder / "x.png")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, 'did you mean "loss"|draws no pictures')


if __name__ == "__main__":
    unittest.main(verbosity=2)
