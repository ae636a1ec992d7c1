"""Drawing by masks: a window around a well in pitches, discs, uneven edges, noise."""
import cv2
import numpy as np


def pick(r, table):
    names = list(table)
    p = np.array([table[n] for n in names], float)
    return names[int(r.choice(len(names), p=p / p.sum()))]


def smooth_noise(r, h, w, cell):
    small = r.normal(0, 1, (max(2, int(h / cell) + 2), max(2, int(w / cell) + 2))).astype(np.float32)
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)


class Patch:
    """A square window of the picture around a well, with coordinates in pitches from the well's centre."""

    def __init__(self, image, x, y, px, reach=.62):
        k = int(np.ceil(reach * px))
        x0, y0 = int(round(x)) - k, int(round(y)) - k
        self.x0, self.y0 = max(0, x0), max(0, y0)
        x1, y1 = min(image.shape[1], x0 + 2 * k + 1), min(image.shape[0], y0 + 2 * k + 1)
        self.view = image[self.y0:y1, self.x0:x1]
        gy, gx = np.mgrid[self.y0:y1, self.x0:x1].astype(np.float32)
        self.dx, self.dy, self.soft = (gx - x) / px, (gy - y) / px, max(1.2 / px, .006)

    def away(self, cx, cy, corner=2.):
        """Distance from a place; a `corner` over 2 makes round shapes square with round corners."""
        if corner == 2:
            return np.hypot(self.dx - cx, self.dy - cy)
        return (np.abs(self.dx - cx) ** corner + np.abs(self.dy - cy) ** corner) ** (1 / corner)

    def disc(self, cx, cy, radius, soft=None, corner=2.):
        return np.clip((radius - self.away(cx, cy, corner)) / (soft or self.soft) + .5, 0, 1)

    def paint(self, mask, colour):
        self.view[:] = self.view * (1 - mask[..., None]) + np.asarray(colour, np.float32) * mask[..., None]

    def light(self, mask):
        self.view += mask[..., None]


def trail(r, p, s, c, head, reach, bend=0., taper=.75, pool=0.):
    """Mask of a drop whose head lies at c and whose tail points along the tilt."""
    length = head * max(0, reach - (1 - taper))
    d, n = np.array([np.sin(s["tilt"]), np.cos(s["tilt"])]), np.array([np.cos(s["tilt"]), -np.sin(s["tilt"])])
    soft, mask, power = max(s["fuzz"], p.soft), np.zeros_like(p.dx), r.uniform(1.05, 1.3)
    wob = r.normal(0, .03, 6)
    for i, u in enumerate(np.linspace(0, 1, 14)):
        q = c + d * length * u + n * bend * u * u
        mask = np.maximum(mask, p.disc(q[0], q[1], head * (1 - taper * u ** power) * (1 + wob[i % 6]), soft))
    if pool:
        q = c + d * length
        mask = np.maximum(mask, p.disc(q[0], q[1], head * pool, soft))
    return mask


def blob(r, p, s, c, radius, rough, soft=None, first=2):
    """A round mark with an uneven edge; from `first` 3 on it is no longer one way than the other."""
    th, d = np.arctan2(p.dy - c[1], p.dx - c[0]), np.hypot(p.dx - c[0], p.dy - c[1])
    edge = radius * (1 + sum(r.normal(0, rough / k) * np.cos(k * th + r.uniform(0, 6.3)) for k in range(first, first + 4)))
    return np.clip((edge - d) / max(soft or s["fuzz"], p.soft) + .5, 0, 1)


def elongation(p, mask):
    """How much longer than wide a mark is: what makes a reader think of a drop that runs."""
    m = mask * (mask > .3)
    total = m.sum() + 1e-6
    x, y = p.dx - (m * p.dx).sum() / total, p.dy - (m * p.dy).sum() / total
    a, b, c = (m * x * x).sum() / total, (m * y * y).sum() / total, (m * x * y).sum() / total
    root = np.hypot((a - b) / 2, c)
    return float(np.sqrt(((a + b) / 2 + root) / max(1e-6, (a + b) / 2 - root)))
