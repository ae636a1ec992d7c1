"""The classifier's training loop."""
import time

import numpy as np
import torch
import torch.nn.functional as F

import networks
from fit import schedule


def shift_colours(x, r):
    """Other lamps and cameras: gain and offset for each channel, contrast for each crop. Noise and gamma the drawings have."""
    t = lambda s, *shape: torch.from_numpy(r.normal(0, s, (len(x), *shape)).astype(np.float32))
    return x * (1 + t(.12, 1, 1, 1) + t(.06, 3, 1, 1)) + t(.06, 3, 1, 1)


def turn(x, k):
    """One of the eight ways a square can lie: labs tilt their plates, and hold their cameras, in any direction."""
    x = torch.rot90(x, k % 4, (2, 3))
    return x.flip(3) if k > 3 else x


def fit_wells(x, y, seed, epochs=8, batch=128, rate=5e-3):
    """One thread only: sums then come out alike wherever the same library runs. Returns the average of the last steps' weights."""
    torch.manual_seed(seed), torch.set_num_threads(1)
    r, net, t0 = np.random.default_rng(seed), networks.WellNet().to(memory_format=torch.channels_last), time.time()
    steps, order = int(epochs * len(x) / batch), np.empty(0, int)
    opt, plan = schedule(net, steps, rate)
    mean = torch.optim.swa_utils.AveragedModel(net, avg_fn=lambda old, new, _: old * .998 + new * .002)
    for step in range(steps):
        if len(order) < batch:
            order = np.concatenate([order, r.permutation(len(x))])
        ix, order = order[:batch], order[batch:]
        a = shift_colours(networks.unit(torch.from_numpy(x[ix])), r)
        part = batch // 8
        a = torch.cat([turn(a[k * part:(k + 1) * part], k) for k in range(8)]).contiguous(memory_format=torch.channels_last)
        loss = -(torch.from_numpy(y[ix]) * F.log_softmax(net(a), 1)).sum(1).mean()
        opt.zero_grad(), loss.backward(), opt.step(), plan.step()
        if step > steps * .7:
            mean.update_parameters(net)
        if step % 200 == 0:
            print(f"wells {step}/{steps} loss {loss.item():.3f} {time.time() - t0:.0f} s", flush=True)
    torch.optim.swa_utils.update_bn((networks.unit(torch.from_numpy(x[i:i + 512])) for i in range(0, min(len(x), 20480), 512)), mean)
    return mean.module.eval()


def decided(y):
    """Shares between Flowing and Non-Flowing drawn apart: readers are surer of short drops than wells.fair is."""
    either, y = y[:, 0] + y[:, 1], y.copy()
    share = np.clip((np.where(either > 0, y[:, 0] / np.maximum(either, 1e-6), 0) - .25) / .4, 0, 1)
    y[:, 0], y[:, 1] = either * share, either * (1 - share)
    return y


def settle(net, x, y, seed, steps=300, batch=128, rate=8e-4):
    """A last short training on decided labels."""
    torch.manual_seed(seed), torch.set_num_threads(1)
    r, y, net = np.random.default_rng(seed), decided(y), net.train().to(memory_format=torch.channels_last)
    opt = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-3)
    for step in range(steps):
        opt.param_groups[0]["lr"] = rate * (1 - step / steps)
        ix, part = r.integers(0, len(x), batch), batch // 8
        a = shift_colours(networks.unit(torch.from_numpy(x[ix])), r)
        a = torch.cat([turn(a[k * part:(k + 1) * part], k) for k in range(8)]).contiguous(memory_format=torch.channels_last)
        loss = -(torch.from_numpy(y[ix]) * F.log_softmax(net(a), 1)).sum(1).mean()
        opt.zero_grad(), loss.backward(), opt.step()
    return net.eval()
