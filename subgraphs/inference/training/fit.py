"""The finder's training loop, and what both loops share."""
import time

import numpy as np
import torch
import torch.nn.functional as F

import networks


def schedule(net, steps, rate):
    opt = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-3)
    return opt, torch.optim.lr_scheduler.OneCycleLR(opt, rate, steps + 1, pct_start=.15)


def focal(z, target):
    """Cross entropy with a soft target, weighed by how far off the answer is: hills keep their shape, so a centre is found to a fraction of a pixel."""
    g = target.float() / 254
    cost = F.binary_cross_entropy_with_logits(z, g.clamp(max=1), reduction="none") * (torch.sigmoid(z) - g).abs() ** 2
    cost = cost * (1 + 4 * g) * (target < 255)
    return cost.sum() / ((g > .5) & (target < 255)).sum().clamp(min=200)


def turned(a, g, r):
    """One of the eight ways to turn and mirror a square, and other colours: a plate lies as it likes."""
    k, flip = int(r.integers(0, 4)), r.random() < .5
    a, g = torch.rot90(a, k, (2, 3)), torch.rot90(g, k, (1, 2))
    if flip:
        a, g = a.flip(3), g.flip(2)
    if r.random() < .35:
        a = a[:, torch.from_numpy(r.permutation(3))]
    if r.random() < .1:
        a = -a
    if r.random() < .15:
        a = a.mean(1, keepdim=True).expand(-1, 3, -1, -1)
    n = len(a)
    t = lambda s, *shape: torch.from_numpy(r.normal(0, s, shape).astype(np.float32))
    return a * (1 + t(.15, n, 1, 1, 1)) + t(.08, n, 3, 1, 1), g


def window(a, g, r, size=128):
    """A part of each scene, the same for the batch: other surroundings each time, at less than half the cost."""
    i, j = (int(v) for v in r.integers(0, (a.shape[2] - size) // 2 + 1, 2))
    return a[:, :, 2 * i:2 * i + size, 2 * j:2 * j + size], g[:, i:i + size // 2, j:j + size // 2]


def fit_finder(x, y, seed, epochs, batch=24, rate=4e-3):
    torch.manual_seed(seed)
    r, net, t0 = np.random.default_rng(seed), networks.FinderNet().to(memory_format=torch.channels_last), time.time()  # three times as fast
    steps = int(epochs * len(x) / batch)
    opt, plan = schedule(net, steps, rate)
    order = np.concatenate([r.permutation(len(x)) for _ in range(epochs + 1)])
    for step in range(steps):
        ix = order[step * batch:(step + 1) * batch]
        a, g = turned(*window(networks.unit(torch.from_numpy(x[ix])), torch.from_numpy(y[ix]), r), r)
        loss = focal(net(a.contiguous(memory_format=torch.channels_last)), g)
        opt.zero_grad(), loss.backward(), opt.step(), plan.step()
        if step % 50 == 0:
            print(f"finder {step}/{steps} loss {loss.item():.3f} {time.time() - t0:.0f} s", flush=True)
    return net.eval()


def logits(net, x, batch=256):
    with torch.no_grad():
        return torch.cat([net(networks.unit(torch.from_numpy(x[i:i + batch]))) for i in range(0, len(x), batch)])


def temperature(z, y):
    """The one number that makes confidence honest: least cross entropy on kinds the net was not trained on."""
    grid = np.exp(np.linspace(np.log(.5), np.log(5), 200))
    cost = [float(-(y * F.log_softmax(z / t, 1)).sum(1).mean()) for t in grid]
    return float(grid[int(np.argmin(cost))])
