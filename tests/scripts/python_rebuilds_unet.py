#!/usr/bin/env python3
"""The U-Nets are what they are said to be: rebuilt in PyTorch from their description (support/torch_unets.py), the
weights that C++ wrote as safetensors, they give the same scores to 1e-4."""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(os.environ["SCORESCOPE_BUILD"])


def import_torch():
    """torch of this Python, or of the wheel the program was built with, if it fits this Python."""
    for line in (BUILD / "CMakeCache.txt").read_text().splitlines():
        if line.startswith("SCORESCOPE_TORCH:"):
            sys.path.append(str(pathlib.Path(line.split("=", 1)[1]).parent))
    try:
        import torch
        return torch
    except ImportError as missing:
        print(f"skipped: {missing}")
        sys.exit(77)


torch = import_torch()
from support import torch_unets  # noqa: E402 (needs torch)


def load(path):
    """safetensors: header length, JSON header, little-endian values."""
    raw = path.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    tensors = {}
    for name, entry in json.loads(raw[8:8 + length]).items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", entry
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = torch.frombuffer(bytearray(raw[begin:end]), dtype=torch.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def check(network, path, parameters):
    tensors = load(path)
    points, sigma, expected = (tensors.pop(name) for name in ("points", "sigma", "score"))
    network.load_state_dict(tensors)  # refuses a name or shape that does not match
    assert sum(p.numel() for p in network.parameters()) == parameters
    with torch.no_grad():
        found = network.double().score(points.double().view(-1, 1, 28, 28), sigma.double())
    difference = (found.flatten(1) - expected) * sigma[:, None]  # as noise: numbers near 1
    print(f"{path.stem}: largest difference of sigma times score {difference.abs().max():.1e}")
    assert difference.abs().max() < 1e-4 * expected.mul(sigma[:, None]).abs().max().clamp(min=1.0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="scorescope-") as folder:
        subprocess.run([BUILD / "tests/test_core_network", "--gtest_filter=UnetFile.*"], check=True,
                       stdout=subprocess.DEVNULL, env={**os.environ, "SCORESCOPE_TEST_FOLDER": folder})
        check(torch_unets.Poster(), pathlib.Path(folder, "unet_poster.safetensors"), 197537)
        check(torch_unets.Small(), pathlib.Path(folder, "unet.safetensors"), 155201)
