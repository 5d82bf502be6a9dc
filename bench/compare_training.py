#!/usr/bin/env python3
"""Training and forward rates of Scorescope beside PyTorch and JAX: interleaved runs, one core, medians and ratios.
Rates are per second of processor time, so that other work on the machine counts less; everything runs on one core.
usage: bench/compare_training.py [--repeats N] [--seconds S] [--python P] [--jax P] [--core N] [--avx2]
(build first: tools/build benchmarks). --python is one that can import torch, --jax one that can import jax and
optax (left out: no column of JAX). --avx2 holds everybody to AVX2, as on a processor without AVX-512; without it
only the rows that say so are."""
import argparse
import glob
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHAPES = [(512, 128, 3), (256, 64, 3), (128, 128, 2)]  # batch, width, hidden layers
FORWARD_POINTS = 4096
# What holds PyTorch (its own kernels, oneDNN, MKL) and XLA to AVX2.
ONLY_AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
             "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1 --xla_cpu_max_isa=AVX2"}


def flops(batch, width, depth):
    """Of a step: forward, weight gradients, and gradients of all inputs but the first layer's."""
    return 2 * batch * (3 * 3 * width + 3 * (depth - 1) * width * width + 3 * 2 * width) - 2 * batch * 3 * width


def default_python():
    found = glob.glob(str(ROOT / ".torch/bin/python3"))
    return found[0] if found else sys.executable


def machine():
    cpu = platform.processor()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return cpu


def number(command, name, core):
    pin = (lambda: os.sched_setaffinity(0, {core})) if core >= 0 else None
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, preexec_fn=pin)
    words = done.stdout.split()
    if done.returncode or name not in words:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return float(words[words.index(name) + 1])


def measured(variants, name, options):
    """{variant: [numbers]}, the variants taken in turn."""
    rates = {variant: [] for variant in variants}
    for _ in range(options.repeats):
        for variant, command in variants.items():
            rates[variant].append(number(command, name, options.core))
    return rates


def ratio(rates, ours, theirs):
    """Median over the rounds: both of a round saw the machine in about the same state."""
    if theirs not in rates:
        return "-"
    return f"{statistics.median(a / b for a, b in zip(rates[ours], rates[theirs])):.2f}"


def median(rates, variant):
    if variant not in rates:
        return "-"
    values = rates[variant]
    return f"{statistics.median(values):,.0f} ({min(values):,.0f}-{max(values):,.0f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--python", default=default_python())
    parser.add_argument("--jax", default="")
    parser.add_argument("--core", type=int, default=0, help="-1 leaves it to the system")
    parser.add_argument("--avx2", action="store_true")
    options = parser.parse_args()
    if options.avx2:
        os.environ.update(ONLY_AVX2)
    built = ROOT / "build/release/bench"
    has_avx512 = "avx512f" in pathlib.Path("/proc/cpuinfo").read_text()
    sets = ["AVX-512", "AVX2"] if has_avx512 and not options.avx2 else ["AVX2"]
    best = sets[0]

    peaks = measured({s: [built / "bench_fma_peak", 0.3, s] for s in sets}, "gflops", options)
    held = ", held to AVX2" if options.avx2 else ""
    print(f"{machine()}{held}, one core, {options.repeats} rounds of {options.seconds:g} s, medians (least-most)\n")
    print("Multiply-adds in registers: " +
          ", ".join(f"{s} {statistics.median(peaks[s]):.0f} GFLOP/s" for s in sets) + "\n")

    print("| batch, width, hidden layers | engine | steps/s | share of its peak | to PyTorch, fused Adam "
          "| to PyTorch eager | to JAX jit + scan |\n|---|---|---|---|---|---|---|")
    for shape in SHAPES:
        ours = [built / "bench_training_rate", *shape, options.seconds]
        theirs = [options.python, ROOT / "bench/peer_training.py", *shape, options.seconds]
        variants = {f"fused, {s}": [*ours, "fused", s] for s in sets}
        variants |= {"LibTorch": [*ours, "libtorch"], "PyTorch, fused Adam": [*theirs, "fused_adam"],
                     "PyTorch eager": [*theirs, "eager"]}
        if options.jax:
            variants["JAX jit + scan"] = [options.jax, ROOT / "bench/peer_training_jax.py", *shape, options.seconds]
        rates = measured(variants, "steps_per_second", options)
        for variant in variants:
            instructions = variant.split(", ")[-1] if variant.startswith("fused") else best
            share = flops(*shape) * statistics.median(rates[variant]) / 1e9 / statistics.median(peaks[instructions])
            print(f"| {', '.join(map(str, shape))} | {variant} | {median(rates, variant)} | {share:.0%} | "
                  f"{ratio(rates, variant, 'PyTorch, fused Adam')} | {ratio(rates, variant, 'PyTorch eager')} | "
                  f"{ratio(rates, variant, 'JAX jit + scan')} |", flush=True)

    print(f"\n| forward, {FORWARD_POINTS} points; width, hidden layers | points/s | PyTorch, no_grad | ratio |\n"
          "|---|---|---|---|")
    for _, width, depth in SHAPES:
        shape = (FORWARD_POINTS, width, depth)
        rates = measured(
            {"ours": [built / "bench_forward_rate", *shape, options.seconds, best],
             "PyTorch": [options.python, ROOT / "bench/peer_training.py", *shape, options.seconds, "forward"]},
            "points_per_second", options)
        print(f"| {width}, {depth} | {median(rates, 'ours')} | {median(rates, 'PyTorch')} | "
              f"{ratio(rates, 'ours', 'PyTorch')} |", flush=True)


main()
