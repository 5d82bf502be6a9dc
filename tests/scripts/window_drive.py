#!/usr/bin/env python3
"""Drives the real program under Xvfb with real clicks and keys and reads the results from the files it wrote.

Environment: SCORESCOPE, the program. Skipped (77) without Xvfb or xdotool. With SCORESCOPE_SHOTS set to a
folder, pictures of the window are kept there.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
PATIENCE = 40.0  # seconds for anything to happen; a loaded machine draws a frame a second
# places of mock/2d-dark.png, 1600 x 900
TRAIN, SAMPLE, SAMPLE_STEP = (708, 28), (455, 841), (537, 841)
VIEW_A_CENTRE, RUNG_3 = (515, 363), (518, 780)


class Failure(Exception):
    pass


def expect(claim, what):
    if not claim:
        raise Failure(what)
    print("ok:", what)


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise Failure(f"timed out: {what}")


class Display:
    """An X server of our own on a free number."""

    def __init__(self):
        read_end, write_end = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1680x1000x24", "-nolisten", "tcp"],
            pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            self.name = ":" + pipe.readline().strip()

    def close(self):
        self.server.terminate()
        self.server.wait()


class Program:
    """The program in a folder of its own."""

    def __init__(self, display, folder, *arguments):
        self.folder = pathlib.Path(folder)
        self.environment = dict(os.environ, DISPLAY=display.name, XDG_CONFIG_HOME=str(self.folder / "config"))
        self.log = open(self.folder / "log.txt", "a", encoding="utf-8")
        self.process = subprocess.Popen([os.environ["SCORESCOPE"], *arguments, "--size", "1600", "900"],
                                        cwd=folder, env=self.environment, stdout=self.log, stderr=self.log)
        self.window = wait_for(self.find_window, "the window opens")
        self.xdotool("windowfocus", self.window)
        time.sleep(1.5)

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def find_window(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}: "
                          + (self.folder / "log.txt").read_text(encoding="utf-8"))
        return self.xdotool("search", "--name", "^Scorescope$").split("\n")[0]

    def click(self, place):
        self.xdotool("mousemove", "--window", self.window, str(place[0]), str(place[1]))
        time.sleep(0.4)  # hover first: a frame has to see the pointer before the button goes down
        self.xdotool("mousedown", "1")
        time.sleep(0.3)
        self.xdotool("mouseup", "1")
        time.sleep(0.4)

    def key(self, name):
        for part in name.split("+")[:-1]:
            self.xdotool("keydown", part)
        # a quick tap: no key may be lost between two slow frames
        self.xdotool("keydown", name.split("+")[-1], "keyup", name.split("+")[-1])
        for part in name.split("+")[:-1]:
            self.xdotool("keyup", part)
        time.sleep(0.4)

    def saved_state(self):
        """Presses Ctrl+S and reads what was written."""
        before = {path: path.stat().st_mtime_ns for path in self.folder.glob("runs/*/state.json")}
        self.key("ctrl+s")

        def newer():
            for path in self.folder.glob("runs/*/state.json"):
                if before.get(path) != path.stat().st_mtime_ns:
                    return path
            return None

        path = wait_for(newer, "the state is written")
        return path, json.loads(path.read_text(encoding="utf-8"))

    def picture(self, name):
        shots = os.environ.get("SCORESCOPE_SHOTS")
        if shots:
            subprocess.run(["xwd", "-silent", "-id", self.window, "-out", f"{shots}/{name}.xwd"],
                           env=self.environment, check=False)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def step_of(program):
    return program.saved_state()[1]["state"]["step"]


def check_training(program):
    expect(step_of(program) == 0, "nothing is trained before Train is pressed")
    program.click(TRAIN)
    time.sleep(3.0)
    program.click(TRAIN)
    first = step_of(program)
    expect(first > 0, f"a click on Train trains ({first} steps)")
    expect(step_of(program) == first, "a second click pauses")
    program.key("period")
    time.sleep(0.5)
    after = step_of(program)
    expect(after == first + 1, f"the key . makes one step ({first} to {after})")
    program.key("t")
    time.sleep(2.0)
    program.key("t")
    expect(step_of(program) > after, "the key T trains too")


def check_view(program):
    layers = program.saved_state()[1]["layout"]["layers"]
    program.key("1")
    toggled = program.saved_state()[1]["layout"]["layers"]
    expect(("data" in layers) != ("data" in toggled), "the key 1 switches the data layer")
    program.key("1")
    program.click(RUNG_3)
    expect(program.saved_state()[1]["layout"]["level"] == 2, "a click on the third rung shows level 3")
    program.key("Right")
    expect(program.saved_state()[1]["layout"]["level"] == 3, "the right arrow goes one level down")


def check_cards_and_undo(program):
    program.key("bracketright")
    state = program.saved_state()[1]
    expect(state["layout"]["pair"] == "plain|annealed", "the second card compares samplers")
    seed = state["spec"]["seeds"]["main"]
    program.key("shift+r")
    changed = program.saved_state()[1]["spec"]["seeds"]["main"]
    expect(changed != seed, "Shift+R takes a new seed")
    program.key("ctrl+z")
    expect(program.saved_state()[1]["spec"]["seeds"]["main"] == seed, "Ctrl+Z brings the seed back")


def check_sampling_and_picture(program):
    program.key("space")
    time.sleep(3.0)
    program.picture("window-sampling")
    program.key("ctrl+shift+s")
    picture = wait_for(lambda: next(iter(program.folder.glob("runs/*/window.png")), None), "the picture is written")
    wait_for(lambda: picture.stat().st_size > 50_000, "the picture is not empty")
    expect(picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", "Ctrl+Shift+S writes a PNG of the window")
    program.key("f")
    time.sleep(0.5)
    program.picture("window-presenter")
    program.key("f")


def check_reopening(display, folder, path, saved):
    program = Program(display, folder, str(path))
    try:
        time.sleep(1.0)
        again = program.saved_state()[1]
        expect(again["state"]["step"] == saved["state"]["step"], "a state opens at the step it was saved at")
        expect(again["spec"] == saved["spec"], "a state opens with its settings")
        expect(again["layout"] == saved["layout"], "a state opens as it looked")
    finally:
        program.close()


def check_files(display, folder):
    points = pathlib.Path(folder) / "points.csv"
    points.write_text("x,y\n" + "".join(f"{i % 5 - 2},{i % 7 - 3}\n" for i in range(60)), encoding="utf-8")
    program = Program(display, folder, str(points))
    try:
        expect(program.saved_state()[1]["spec"]["data"]["kind"] == "csv", "a CSV on the command line becomes the data")
    finally:
        program.close()
    wrong = pathlib.Path(folder) / "wrong.csv"
    wrong.write_text("x,y\n1,2\n3,n/a\n", encoding="utf-8")
    program = Program(display, folder, str(wrong))
    try:
        time.sleep(1.0)
        program.picture("window-wrong-file")
        expect(program.process.poll() is None, "a wrong file leaves the program running")
        program.click(TRAIN)
        time.sleep(2.0)
        expect(program.saved_state()[1]["state"]["step"] >= 0, "and it can still be used")
    finally:
        program.close()


def main():
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        print("skipped: Xvfb and xdotool are needed")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        display = Display()
        try:
            program = Program(display, folder, "why-annealing")
            try:
                check_training(program)
                check_view(program)
                check_cards_and_undo(program)
                check_sampling_and_picture(program)
                path, saved = program.saved_state()
            finally:
                program.close()
            check_reopening(display, folder, path, saved)
            check_files(display, folder)
        except Failure as failure:
            print("FAILED:", failure)
            print((pathlib.Path(folder) / "log.txt").read_text(encoding="utf-8")[-2000:])
            return 1
        finally:
            display.close()
    print("all claims hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
