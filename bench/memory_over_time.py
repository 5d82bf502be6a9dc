#!/usr/bin/env python3
"""Memory of the running program over time: a table, and status 1 if it still grows after the warm-up.

usage: bench/memory_over_time.py --minutes 20 -- build/release/scorescope run why-annealing --set training.stop_after=10000000 --out /tmp/m
       bench/memory_over_time.py --minutes 15 --window --keys "t space" -- build/release/scorescope lesson.json
       bench/memory_over_time.py --minutes 20 --pid 1234

Start a copy of the program if somebody builds meanwhile. --window starts an X server of its own (Xvfb) and presses the keys
(xdotool's names) once; --again presses others at every reading. Growth is the median of the last quarter of the readings less
that of the first quarter after the warm-up.
"""
import argparse
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import time

MIB = 1024.0  # kB, as /proc counts


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--every", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--warm-up", type=float, default=2.0, metavar="MINUTES")
    parser.add_argument("--allowed", type=float, default=4.0, metavar="MIB", help="growth that is still called none")
    parser.add_argument("--window", action="store_true")
    parser.add_argument("--keys", default="")
    parser.add_argument("--again", default="")
    parser.add_argument("--pid", type=int, help="watch this process instead of starting one")
    parser.add_argument("command", nargs="*")
    options = parser.parse_args()
    if bool(options.command) == bool(options.pid):
        parser.error("give either a command after -- or --pid")
    return options


def start_display():
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1680x1000x24", "-nolisten", "tcp"],
        pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        return server, ":" + pipe.readline().strip()


def press(environment, keys):
    def xdotool(*words):
        done = subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True, check=False)
        return done.stdout.split()
    for window in xdotool("search", "--name", "^Scorescope$")[:1]:
        xdotool("windowfocus", window)
        for key in keys.split():
            xdotool("keydown", key)
            time.sleep(0.18)  # a slow frame must see it, the key's repeat (0.25 s) must not come
            xdotool("keyup", key)
            time.sleep(0.4)


def reading(pid):
    """MiB resident and MiB of it that are the process's own (not mapped from files), or None once it has ended."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    value = dict(line.split(":", 1) for line in lines)
    if "VmRSS" not in value:
        return None  # a process that ended and was not waited for
    return tuple(int(value[key].split()[0]) / MIB for key in ("VmRSS", "RssAnon"))


def watch(options, pid, again):
    print("| minutes | resident, MiB | own, MiB | load |\n|---|---|---|---|", flush=True)
    began = time.monotonic()
    readings = []
    while True:
        minutes = (time.monotonic() - began) / 60.0
        now = reading(pid)
        if now is None or minutes > options.minutes:
            return readings
        readings.append((minutes, *now))
        print(f"| {minutes:.1f} | {now[0]:.1f} | {now[1]:.1f} | {os.getloadavg()[0]:.1f} |", flush=True)
        again()
        time.sleep(max(0.0, options.every * len(readings) - (time.monotonic() - began)))


def growth(readings, warm_up):
    warm = [own for minutes, _, own in readings if minutes >= warm_up]
    if len(warm) < 8:
        sys.exit("too few readings after the warm-up to say anything")
    quarter = len(warm) // 4
    return statistics.median(warm[-quarter:]) - statistics.median(warm[:quarter])


def main():
    options = arguments()
    environment = dict(os.environ)
    server = process = None
    try:
        if options.window:
            server, environment["DISPLAY"] = start_display()
        if options.command:
            process = subprocess.Popen(options.command, env=environment)
        if options.keys:
            time.sleep(8.0)
            press(environment, options.keys)
        again = (lambda: press(environment, options.again)) if options.again else (lambda: None)
        readings = watch(options, process.pid if process else options.pid, again)
        if process and process.poll() not in (None, 0):
            sys.exit(f"the program ended with {process.returncode}")
    finally:
        for ours in (process, server):
            if ours and ours.poll() is None:
                ours.send_signal(signal.SIGTERM)
                ours.wait(60)
    grown = growth(readings, options.warm_up)
    print(f"growth after {options.warm_up:g} minutes: {grown:+.1f} MiB of its own memory")
    sys.exit(0 if grown <= options.allowed else 1)


main()
