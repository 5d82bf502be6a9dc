"""Training rate of Scorescope beside PyTorch eager on the same wheel: interleaved runs, medians, ratios.
usage: bench/compare_training.py [--repeats N] [--seconds S]   (build first: tools/build benchmarks)"""
import argparse
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHAPES = [(512, 128, 3), (256, 64, 3), (128, 128, 2)]  # batch, width, hidden layers


def rate(command, shape, seconds):
    words = [*command, *map(str, shape), str(seconds)]
    lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return float(lines[lines.index("steps_per_second") + 1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--python", default=sys.executable, help="one that can import torch")
    options = parser.parse_args()
    ours = [str(ROOT / "build/release/bench/bench_training_rate")]
    peer = [options.python, str(ROOT / "bench/peer_training.py")]
    print("| batch, width, hidden | Scorescope, steps/s (min-max) | PyTorch eager | ratio, pair by pair |")
    print("|---|---|---|---|")
    for shape in SHAPES:
        pairs = [(rate(ours, shape, options.seconds), rate(peer, shape, options.seconds))
                 for _ in range(options.repeats)]
        us, them = zip(*pairs)
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"| {shape[0]}, {shape[1]}, {shape[2]} | {statistics.median(us):.0f} "
              f"({min(us):.0f}-{max(us):.0f}) | {statistics.median(them):.0f} "
              f"({min(them):.0f}-{max(them):.0f}) | {ratio:.2f} |", flush=True)


main()
