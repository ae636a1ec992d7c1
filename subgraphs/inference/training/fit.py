"""The training loops."""
import time

import numpy as np
import torch
import torch.nn.functional as F

import networks


def schedule(net, steps, rate):
    opt = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-3)
    return opt, torch.optim.lr_scheduler.OneCycleLR(opt, rate, steps + 1, pct_start=.15)


def shift_colours(x, r):
    """Other lamps and cameras: gain and offset for each channel, contrast and noise for each crop."""
    n = len(x)
    t = lambda s, *shape: torch.from_numpy(r.normal(0, s, shape).astype(np.float32))
    x = x * (1 + t(.12, n, 1, 1, 1)) + t(.06, n, 3, 1, 1)
    return x + torch.randn_like(x) * .02


def fit_wells(x, y, seed, epochs=12, batch=96, rate=4e-3):
    torch.manual_seed(seed)
    r, net, t0 = np.random.default_rng(seed), networks.WellNet(), time.time()
    steps = int(epochs * len(x) / batch)
    opt, plan = schedule(net, steps, rate)
    for step in range(steps):
        ix = r.integers(0, len(x), batch)
        a, b = shift_colours(networks.unit(torch.from_numpy(x[ix])), r), torch.from_numpy(y[ix])
        if r.random() < .5:
            a = a.flip(3)
        loss = -(b * F.log_softmax(net(a), 1)).sum(1).mean()
        opt.zero_grad(), loss.backward(), opt.step(), plan.step()
        if step % 200 == 0:
            print(f"wells {step}/{steps} loss {loss.item():.3f} {time.time() - t0:.0f} s", flush=True)
    return net.eval()


def focal(p, g):
    """CornerNet's loss: the centre's pixel must answer, its surroundings are excused."""
    hit, eps = (g > .93).float(), 1e-5
    loss = hit * (1 - p) ** 2 * torch.log(p + eps) + (1 - hit) * (1 - g) ** 4 * p ** 2 * torch.log(1 - p + eps)
    return -loss.sum() / (hit.sum() + 8)


def fit_finder(x, y, seed, epochs=6, batch=12, rate=3e-3):
    torch.manual_seed(seed)
    r, net, t0 = np.random.default_rng(seed), networks.FinderNet(), time.time()
    steps = int(epochs * len(x) / batch)
    opt, plan = schedule(net, steps, rate)
    for step in range(steps):
        ix = r.integers(0, len(x), batch)
        a, g = networks.unit(torch.from_numpy(x[ix])), torch.from_numpy(y[ix]).float() / 255
        for dim in (2, 3):
            if r.random() < .5:
                a, g = a.flip(dim), g.flip(dim - 1)
        if r.random() < .4:
            a = a[:, torch.from_numpy(r.permutation(3))]
        if r.random() < .12:
            a = -a
        loss = focal(torch.sigmoid(net(a)), g)
        opt.zero_grad(), loss.backward(), opt.step(), plan.step()
        if step % 100 == 0:
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
