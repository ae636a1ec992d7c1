"""Both networks take photo bytes (n, height, width, 3), so the reader hands over pixels as they are."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def block(i, o, stride=1, size=3):
    return nn.Sequential(nn.Conv2d(i, o, size, stride, size // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


def unit(x):
    return x.permute(0, 3, 1, 2).float() / 127.5 - 1


class WellNet(nn.Module):
    """48x48 crop -> logits of the four classes; about 90,000 parameters. Wide early, where a drop's outline is a few pixels.

    It looks at the middle 40x40, a pitch and a little: beyond lie the neighbours."""

    def __init__(self, classes=4):
        super().__init__()
        self.fine = nn.Sequential(block(3, 24, 2, 5), block(24, 32), nn.MaxPool2d(2))
        self.middle = nn.Sequential(block(32, 48), block(48, 48), nn.MaxPool2d(2))
        self.coarse = nn.Sequential(block(48, 96), nn.MaxPool2d(3, 2, 1))
        self.out = nn.Linear(96 * 9, classes)

    def forward(self, x):
        x = self.coarse(self.middle(self.fine(x[:, :, 4:44, 4:44])))
        return self.out(F.dropout(x.flatten(1), .3, self.training))


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
