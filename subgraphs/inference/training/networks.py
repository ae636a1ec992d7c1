"""Both networks take photo bytes (n, height, width, 3), so the reader hands over pixels as they are."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def block(i, o, stride=1, size=3):
    return nn.Sequential(nn.Conv2d(i, o, size, stride, size // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


def unit(x):
    return x.permute(0, 3, 1, 2).float() / 127.5 - 1


class WellNet(nn.Module):
    """48x48 crops of one plate's wells -> logits of the four classes; about 310,000 parameters. Wide early, where a drop's outline is a few pixels.

    Each well is seen beside the mean of its plate's wells, early as a picture and late as a summary: what all share (walls, card, mirrored
    lamps, the way drops run) tells what is a well's own. The wells' order has no say. It looks at the middle 40x40, a pitch and a
    little: beyond lie the neighbours. `plates` is how many plates, of equally many wells each, lie one after the other in the batch."""

    def __init__(self, classes=4):
        super().__init__()
        self.fine = nn.Sequential(block(3, 24, 2, 5), block(24, 32), nn.MaxPool2d(2))
        self.beside = block(64, 64, 1, 1)
        self.middle = nn.Sequential(block(64, 64), block(64, 64), nn.MaxPool2d(2))
        self.coarse = nn.Sequential(block(64, 128), nn.MaxPool2d(3, 2, 1))
        self.summary, self.out = nn.Linear(2 * 128 * 9, 64), nn.Linear(64, classes)

    def forward(self, x, plates=1):
        x = self.beside(with_mean(self.fine(x[:, :, 4:44, 4:44]), plates))
        x = self.coarse(self.middle(x)).flatten(1)
        x = F.dropout(with_mean(x, plates), .3, self.training)
        return self.out(F.relu(self.summary(x)))


class TwoReaders(nn.Module):
    """Two networks of the same kind, each begun from another seed, asked the same wells; the second sees them mirrored. What they answer
    is averaged: where a picture could mean either, they err apart."""

    def __init__(self, one, other):
        super().__init__()
        self.one, self.other = one, other

    def forward(self, x):
        return (self.one(x) + self.other(x.flip(3))) / 2


def with_mean(x, plates):
    """Each well's features, and after them the mean of its plate's."""
    if plates == 1:  # the shipped form: its wells may be any number
        return torch.cat([x, x.mean(0, keepdim=True).expand_as(x)], 1)
    mean = x.reshape(plates, len(x) // plates, *x.shape[1:]).mean(1)
    return torch.cat([x, mean.repeat_interleave(len(x) // plates, 0)], 1)


class FinderNet(nn.Module):
    """Photo with sides that are multiples of 16 -> logits of "centre of a well" at half size.

    A U-net whose lower floors are wide, since they cost little: they must see whole wells and their neighbours.
    """

    def __init__(self, c=16):
        super().__init__()
        a, b, d, e = c, 2 * c, 3 * c, 5 * c
        self.d1, self.e1 = block(3, a, 2), block(a, a)
        self.d2, self.e2 = block(a, b, 2), block(b, b)
        self.d3, self.e3 = block(b, d, 2), nn.Sequential(block(d, d), block(d, d))
        self.d4, self.e4 = block(d, e, 2), nn.Sequential(block(e, e), block(e, e), block(e, e))
        self.w3, self.w2, self.w1 = nn.Conv2d(e, d, 1), nn.Conv2d(d, b, 1), nn.Conv2d(b, a, 1)
        self.u3, self.u2, self.u1 = block(d, d), block(b, b), block(a, a)
        self.out = nn.Conv2d(a, 1, 1)
        self.out.bias.data.fill_(-3.)

    def forward(self, x):
        a = self.e1(self.d1(x))
        b = self.e2(self.d2(a))
        c = self.e3(self.d3(b))
        d = self.e4(self.d4(c))
        up = lambda t: F.interpolate(t, scale_factor=2., mode="nearest")
        y = self.u3(up(self.w3(d)) + c)
        y = self.u2(up(self.w2(y)) + b)
        return self.out(self.u1(up(self.w1(y)) + a))[:, 0]


class Shipped(nn.Module):
    """Bytes in, answer out: normalising, temperature and the last function are part of the file."""

    def __init__(self, net, last):
        super().__init__()
        self.net, self.last = net, last

    def forward(self, x):
        return self.last(self.net(unit(x)))
