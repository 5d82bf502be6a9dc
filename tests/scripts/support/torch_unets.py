"""The U-Nets in PyTorch, written from their description (maths.md sections 5.2 and 9.4), with the names that C++ gives
the parameters. The peer of the tests and of the benchmark."""
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm = nn.GroupNorm(8, outputs)
        self.embedding = nn.Linear(32, outputs)

    def forward(self, x, e):
        return F.silu(self.norm(self.convolution(x)) + self.embedding(e)[:, :, None, None])


def level(inputs, outputs, residual):
    return nn.ModuleList([Block(inputs, outputs), *(Block(outputs, outputs) for _ in range(residual))])


class Poster(nn.Module):
    """score = net(x, ln sigma) / sigma."""
    def __init__(self):
        super().__init__()
        self.embedding = nn.Sequential(nn.Linear(1, 32), nn.SiLU(), nn.Linear(32, 32))
        self.down = nn.ModuleList([level(1, 32, 0), level(32, 64, 0), level(64, 128, 0)])
        self.up = nn.ModuleList([level(64, 32, 0), level(128, 64, 0)])
        self.output = nn.Conv2d(32, 1, 3, padding=1)

    def score(self, x, sigma):
        s = sigma[:, None, None, None]
        e = self.embedding(sigma.log()[:, None])
        a = self.down[0][0](x, e)
        b = self.down[1][0](F.avg_pool2d(a, 2), e)
        c = self.down[2][0](F.avg_pool2d(b, 2), e)
        d = self.up[1][0](F.interpolate(c, scale_factor=2), e) + b
        return self.output(self.up[0][0](F.interpolate(d, scale_factor=2), e) + a) / s


class Small(nn.Module):
    """EDM preconditioning with the data's standard deviation 0.6 of the test."""
    def __init__(self, w=16, sd=0.6):
        super().__init__()
        self.sd = sd
        self.embedding = nn.Sequential(nn.Linear(1, 32), nn.SiLU(), nn.Linear(32, 32))
        self.down = nn.ModuleList([level(1, w, 0), level(w, 2 * w, 1), level(2 * w, 4 * w, 2)])
        self.up = nn.ModuleList([level(2 * w, w, 1), level(4 * w, 2 * w, 1)])
        self.output = nn.Conv2d(w, 1, 3, padding=1)

    def score(self, x, sigma):
        s, sd = sigma[:, None, None, None], self.sd
        e = self.embedding(sigma.log()[:, None] / 4)
        a = self.down[0][0](x / (s**2 + sd**2).sqrt(), e)
        b = self.down[1][0](F.avg_pool2d(a, 2), e)
        b = b + self.down[1][1](b, e)
        c = self.down[2][0](F.avg_pool2d(b, 2), e)
        c = c + self.down[2][1](c, e)
        c = c + self.down[2][2](c, e)
        d = F.interpolate(self.up[1][0](c, e), scale_factor=2) + b
        d = d + self.up[1][1](d, e)
        f = F.interpolate(self.up[0][0](d, e), scale_factor=2) + a
        f = self.output(f + self.up[0][1](f, e))
        denoised = sd**2 / (s**2 + sd**2) * x + s * sd / (s**2 + sd**2).sqrt() * f
        return (denoised - x) / s**2
