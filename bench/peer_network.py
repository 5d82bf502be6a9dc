"""The same networks and the same work as bench_network_rate in PyTorch eager.
usage: peer_network.py NETWORK[:channels_last] BATCH THREADS SECONDS"""
import pathlib
import statistics
import sys
import time

import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "tests/scripts"))
from support import torch_unets  # noqa: E402


def median_ms(seconds, work):
    clock = time.process_time if torch.get_num_threads() == 1 else time.perf_counter
    for _ in range(3):
        work()
    end, times = time.perf_counter() + seconds, []
    while time.perf_counter() < end or len(times) < 3:
        began = clock()
        work()
        times.append((clock() - began) * 1e3)
    return statistics.median(times)


def main():
    kind, batch, threads, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    name, _, layout = kind.partition(":")
    network = {"unet": torch_unets.Small, "unet_poster": torch_unets.Poster}[name]()
    x, noise = torch.randn(batch, 1, 28, 28), torch.randn(batch, 1, 28, 28)
    if layout == "channels_last":
        network = network.to(memory_format=torch.channels_last)
        x = x.to(memory_format=torch.channels_last)
    sigma = torch.rand(batch) + 0.1

    def train():
        for p in network.parameters():
            if p.grad is not None:
                p.grad.zero_()
        (network.score(x, sigma) * sigma[:, None, None, None] + noise).square().mean().backward()

    def forward():
        with torch.no_grad():
            network.score(x, sigma)

    trained = median_ms(seconds / 2, train)
    print(f"train_ms {trained:.2f} forward_ms {median_ms(seconds / 2, forward):.2f}")


main()
