#!/usr/bin/env python3
"""One training step (forward, backward) and one forward of the picture networks, beside PyTorch eager on the same
wheel: interleaved runs, medians of ratios pair by pair.
usage: bench/compare_networks.py [--repeats N] [--seconds S] [--python P]   (first: tools/build bench_network_rate)"""
import argparse
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def times(command, words):
    done = subprocess.run([*command, *map(str, words)], capture_output=True, text=True, check=True)
    parts = done.stdout.split()
    return float(parts[1]), float(parts[3])


def row(ours, peer, name, batch, threads, options):
    kinds = [(ours, name), (peer, name), (peer, name + ":channels_last")]
    runs = [[times(command, (kind, batch, threads, options.seconds)) for command, kind in kinds]
            for _ in range(options.repeats)]
    cells = []
    for part in (0, 1):  # training, forward
        cells += [f"{statistics.median(run[i][part] for run in runs):.1f}" for i in range(3)]
        cells += [f"{statistics.median(run[i][part] / run[0][part] for run in runs):.2f}" for i in (1, 2)]
    print(f"| {name}, {batch}, {threads} | " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--python", default=sys.executable, help="one that can import torch")
    parser.add_argument("--batches", type=int, nargs="+", default=[32, 128])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    ours = [str(ROOT / "build/release/bench/bench_network_rate")]
    peer = [options.python, str(ROOT / "bench/peer_network.py")]
    print("| network, batch, threads | train ms: Scorescope | PyTorch | channels_last | ratios | "
          "| forward ms: Scorescope | PyTorch | channels_last | ratios | |")
    print("|---|" + "---|" * 10)
    for name in ("unet", "unet_poster"):
        for batch in options.batches:
            for threads in options.threads:
                row(ours, peer, name, batch, threads, options)


main()
