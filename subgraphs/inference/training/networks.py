"""Both networks take photo bytes (n, height, width, 3), so the reader hands over pixels as they are."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def block(i, o, stride=1):
    return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


def unit(x):
    return x.permute(0, 3, 1, 2).float() / 127.5 - 1


class WellNet(nn.Module):
    """48x48 crop -> logits of the four classes; about 47,000 parameters."""

    def __init__(self, classes=4):
        super().__init__()
        widths = [3, 12, 28, 48, 64]
        self.features = nn.ModuleList([block(a, b) for a, b in zip(widths, widths[1:])])
        self.out = nn.Linear(64 * 9, classes)

    def forward(self, x):
        for f in self.features:
            x = F.max_pool2d(f(x), 2)
        return self.out(F.dropout(x.flatten(1), .3, self.training))


class FinderNet(nn.Module):
    """Photo with sides that are multiples of 16 -> logits of "centre of a well" at half size."""

    def __init__(self, c=12):
        super().__init__()
        self.d1, self.e1 = block(3, c, 2), block(c, c)
        self.d2, self.e2 = block(c, 2 * c, 2), block(2 * c, 2 * c)
        self.d3, self.e3 = block(2 * c, 3 * c, 2), nn.Sequential(block(3 * c, 3 * c), block(3 * c, 3 * c))
        self.d4, self.e4 = block(3 * c, 4 * c, 2), nn.Sequential(block(4 * c, 4 * c), block(4 * c, 4 * c))
        self.u3, self.u2, self.u1 = block(7 * c, 3 * c), block(5 * c, 2 * c), block(3 * c, c)
        self.out = nn.Conv2d(c, 1, 1)
        self.out.bias.data.fill_(-3.)

    def forward(self, x):
        a = self.e1(self.d1(x))
        b = self.e2(self.d2(a))
        c = self.e3(self.d3(b))
        d = self.e4(self.d4(c))
        up = lambda t: F.interpolate(t, scale_factor=2., mode="nearest")
        y = self.u3(torch.cat([up(d), c], 1))
        y = self.u2(torch.cat([up(y), b], 1))
        return self.out(self.u1(torch.cat([up(y), a], 1)))[:, 0]


class Shipped(nn.Module):
    """Bytes in, answer out: normalising, temperature and the last function are part of the file."""

    def __init__(self, net, last):
        super().__init__()
        self.net, self.last = net, last

    def forward(self, x):
        return self.last(self.net(unit(x)))
