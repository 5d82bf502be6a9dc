"""The same training step in PyTorch, as a user would write it: draw from the 0.8/0.2 mixture, draw a level and
noise, forward, sigma^2-weighted denoising loss, backward, Adam. One thread. Or its forward pass only, without
gradients.
usage: peer_training.py BATCH WIDTH DEPTH SECONDS [eager | fused_adam | forward]
-> one line "steps_per_second <number>" (of processor time), or "points_per_second <number>" """
import math
import sys
import time

import torch

batch, width, depth = map(int, sys.argv[1:4])
seconds = float(sys.argv[4])
kind = sys.argv[5] if len(sys.argv) > 5 else "eager"
torch.set_num_threads(1)
torch.manual_seed(0)
inputs, layers = 3, []
for _ in range(depth):
    layers += [torch.nn.Linear(inputs, width), torch.nn.SiLU()]
    inputs = width
network = torch.nn.Sequential(*layers, torch.nn.Linear(inputs, 2))
levels = torch.exp(torch.linspace(math.log(10.0), math.log(0.1), 20))
optimiser = torch.optim.Adam(network.parameters(), 1e-3, fused=kind == "fused_adam" or None)


def step():
    clean = torch.randn(batch, 2) + torch.where(torch.rand(batch, 1) < 0.2, -5.0, 5.0)
    sigma = levels[torch.randint(20, (batch,))][:, None]
    noise = torch.randn(batch, 2)
    optimiser.zero_grad()
    output = network(torch.cat([clean + sigma * noise, sigma.log()], 1))
    loss = 0.5 * (output + noise).square().sum(1).mean()
    loss.backward()
    optimiser.step()


points, sigmas = torch.randn(batch, 2), torch.full((batch, 1), 0.7)


def forward():
    with torch.no_grad():
        return network(torch.cat([points, sigmas.log()], 1)) / sigmas


work = forward if kind == "forward" else step
for _ in range(50):
    work()
end, began, done = time.perf_counter() + seconds, time.process_time(), 0
while time.perf_counter() < end:
    work()
    done += 1
rate = done / (time.process_time() - began)
print(f"points_per_second {rate * batch:.0f}" if kind == "forward" else f"steps_per_second {rate:.1f}")
