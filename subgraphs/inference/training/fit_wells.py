"""The classifier's training loop. Crops come in sets: the wells of one plate on one photo, wells.SET of them."""
import time

import numpy as np
import torch
import torch.nn.functional as F

import networks
from fit import schedule
from wells import SET

AT_ONCE = 8  # sets a step
DECIDE = .6  # of the training: from then on labels are decided


def shift_colours(x, sets, r):
    """Other lamps and cameras: gain and offset for each channel, contrast for each set and a little for each crop. Noise and gamma the drawings have."""
    t = lambda s, *shape: torch.from_numpy(r.normal(0, s, (sets, *shape)).astype(np.float32)).repeat_interleave(len(x) // sets, 0)
    u = lambda s, *shape: torch.from_numpy(r.normal(0, s, (len(x), *shape)).astype(np.float32))
    return x * (1 + t(.12, 1, 1, 1) + t(.06, 3, 1, 1) + u(.02, 1, 1, 1)) + t(.06, 3, 1, 1) + u(.015, 1, 1, 1)


def turn(x, k):
    """One of the eight ways a square can lie: labs tilt their plates, and hold their cameras, in any direction."""
    x = torch.rot90(x, k % 4, (2, 3))
    return x.flip(3) if k > 3 else x


def batch_of(x, sets, r):
    """The crops of these sets, each set turned one way and lit one way."""
    a = shift_colours(networks.unit(torch.from_numpy(x[members(sets)])), len(sets), r)
    parts = [turn(part, int(k)) for part, k in zip(a.split(SET), r.integers(0, 8, len(sets)))]
    return torch.cat(parts).contiguous(memory_format=torch.channels_last)


def members(sets):
    return (np.asarray(sets)[:, None] * SET + np.arange(SET)).ravel()


def fit_wells(x, y, seed, epochs=5, rate=4e-3):
    """One thread only: sums then come out alike wherever the same library runs. Returns the average of the last steps' weights."""
    torch.manual_seed(seed), torch.set_num_threads(1)
    r, net, t0 = np.random.default_rng(seed), networks.WellNet().to(memory_format=torch.channels_last), time.time()
    count = len(x) // SET
    steps, order, clear, losses = int(epochs * count / AT_ONCE), np.empty(0, int), decided(y), []
    opt, plan = schedule(net, steps, rate)
    mean = torch.optim.swa_utils.AveragedModel(net, avg_fn=lambda old, new, _: old * .998 + new * .002)
    for step in range(steps):
        if len(order) < AT_ONCE:
            order = np.concatenate([order, r.permutation(count)])
        sets, order = order[:AT_ONCE], order[AT_ONCE:]
        label = torch.from_numpy((clear if step > steps * DECIDE else y)[members(sets)])
        loss = -(label * F.log_softmax(net(batch_of(x, sets, r), AT_ONCE), 1)).sum(1).mean()
        opt.zero_grad(), loss.backward(), opt.step(), plan.step()
        losses.append(loss.item())
        if step > steps * .7:
            mean.update_parameters(net)
        if step % 100 == 0:
            print(f"wells {step}/{steps} loss {np.mean(losses[-100:]):.3f} {time.time() - t0:.0f} s", flush=True)
    return settled(mean.module, x)


def settled(net, x):
    """The averaged weights with means and variances of their own, over sets as they are drawn."""
    for layer in net.train().modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None
    with torch.no_grad():
        for first in range(0, min(len(x) // SET, 800) - AT_ONCE + 1, AT_ONCE):
            net(networks.unit(torch.from_numpy(x[first * SET:(first + AT_ONCE) * SET])), AT_ONCE)
    return net.eval()


def logits(net, x):
    """Of whole sets, each by itself."""
    with torch.no_grad():
        return torch.cat([net(networks.unit(torch.from_numpy(x[i:i + SET]))) for i in range(0, len(x), SET)])


def decided(y):
    """Shares between Flowing and Non-Flowing drawn apart: readers are surer of short drops than wells.fair is."""
    either, y = y[:, 0] + y[:, 1], y.copy()
    share = np.clip((np.where(either > 0, y[:, 0] / np.maximum(either, 1e-6), 0) - .25) / .4, 0, 1)
    y[:, 0], y[:, 1] = either * share, either * (1 - share)
    return y
