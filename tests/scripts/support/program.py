"""The headless program as a person starts it, for the test scripts beside this folder."""
import csv
import io
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["SCORESCOPE"]
SOURCE = pathlib.Path(os.environ["SCORESCOPE_SOURCE"])
PATIENCE = 600  # seconds; sanitizer builds are slow
SHORT = ["--set", "training.stop_after=40", "--set", "sampling.particles=32",
         "--set", "samplers.steps_per_level=3"]
# No display: what a server has.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}


def run(*arguments, cwd=None, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          timeout=PATIENCE, cwd=cwd, env=ENVIRONMENT, **options)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="scorescope-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def assert_refused(self, done, *words, status=1):
        """One sentence on stderr with all `words`, nothing on stdout, and that exit status."""
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertNotIn("terminate", done.stderr)
        self.assertNotIn("error of the program itself", done.stderr)
