#!/usr/bin/env python3
"""The whole table of speeds on pictures, each beside what is asked (issue 4, section 6): networks beside PyTorch eager
on the same wheel in interleaved runs, medians of ratios pair by pair; loading; 64 digits from noise; from Train to
readable digits. Takes about five minutes; for numbers that say something the machine must have nothing else to do.
usage: bench/picture_speed.py [--repeats N] [--seconds S] [--python P]
(first: tools/build scorescope bench_network_rate bench_image_loading bench_digit_sampling)"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/release"
READABLE = 13_000  # pictures after which a person can read the digits (maths.md 9.4)


def output(*command):
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout


def times(command, kind, batch, threads, seconds):
    parts = output(*command, kind, batch, threads, seconds).split()
    return float(parts[1]), float(parts[3])


def print_row(what, value, asked, met):
    print(f"| {what} | {value} | {asked} | {'yes' if met else 'no'} |", flush=True)


def network_rows(options, name, batch, threads, least):
    """`least`: how many times as fast as PyTorch's default layout and as channels_last; 0 is not asked."""
    ours, peer = [BUILD / "bench/bench_network_rate"], [options.python, ROOT / "bench/peer_network.py"]
    kinds = [(ours, name), (peer, name), (peer, name + ":channels_last")]
    runs = [[times(command, kind, batch, threads, options.seconds) for command, kind in kinds]
            for _ in range(options.repeats)]
    for part, what in enumerate(("training step", "forward")):
        medians = [statistics.median(run[i][part] for run in runs) for i in range(3)]
        ratios = [statistics.median(run[i][part] / run[0][part] for run in runs) for i in (1, 2)]
        value = (f"{medians[0]:.1f} ms, PyTorch {medians[1]:.1f} (x {ratios[0]:.2f}), channels_last {medians[2]:.1f} "
                 f"(x {ratios[1]:.2f})")
        wanted = least if part == 0 else (1.0, 1.0)
        print_row(f"{what}, {name}, batch {batch}, threads {threads}", value, f"x {wanted[0]}, x {wanted[1]}",
                  ratios[0] >= wanted[0] and ratios[1] >= wanted[1])


def loading_row():
    lines = [line.split() for line in output(BUILD / "bench/bench_image_loading").strip().split("\n")]
    seconds = next(float(words[1]) for words in lines if words[0] == "assets_to_tensors_60000_s")
    print_row("60,000 MNIST pictures from assets to tensors", f"{seconds:.2f} s", "0.5 s", seconds < 0.5)


def sampling_row(options):
    runs = [float(output(BUILD / "bench/bench_digit_sampling", 2).split()[1]) for _ in range(options.repeats)]
    seconds = statistics.median(runs)
    print_row("64 digits by 9-point Heun, 2 threads", f"{seconds:.2f} s", "0.6 s", seconds < 0.6)


def readable_row(options):
    runs = []
    for _ in range(options.repeats):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "run"
            output(BUILD / "scorescope", "run", "digits-from-noise", "--set", f"training.stop_after={READABLE // 32 + 1}",
                   "--set", "distances.samples=0", "--no-pictures", "--out", out)
            runs.append(json.loads((out / "summary.json").read_text())["training"]["seconds"])
    seconds = statistics.median(runs)
    print_row(f"from Train to {READABLE} pictures, 1 thread", f"{seconds:.1f} s", "25 s", seconds < 25.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--python", default=sys.executable, help="one that can import torch")
    options = parser.parse_args()
    print("| what | measured (x: times as fast as the peer) | asked | met |\n|---|---|---|---|")
    network_rows(options, "unet_poster", 128, 2, (1.25, 1.0))
    network_rows(options, "unet", 32, 1, (1.1, 1.1))
    sampling_row(options)
    readable_row(options)
    loading_row()


main()
