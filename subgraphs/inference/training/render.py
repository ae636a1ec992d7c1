"""Draws haemagglutination-inhibition plates: the only source of training data.

Lengths are in pitches (the distance between two wells, 9 mm) and colours are RGB 0..255 floats,
so the same code draws a training tile of 4x6 wells and a whole 8x12 demonstration plate.

A *kind* is a way of looking (a card, a drop, a fault of the photo). The kinds in CALIBRATION_KINDS
and TEST_KINDS are never drawn for training: they show how the classifier does on what it has not met.
"""
import cv2
import numpy as np

CLASSES = ["FLOWING", "NON_FLOWING", "EMPTY", "UNREADABLE"]
CARDS = {"green": .45, "white": .13, "grey": .1, "tinted": .12, "any": .2, "blue": 0, "yellow": 0}
DROPS = {
    "FLOWING": {"teardrop": .6, "streak": .2, "comma": .2, "short": 0, "pooled": 0},
    "NON_FLOWING": {"button": .31, "fuzzy": .13, "film": .26, "film-dot": .12, "ring": .1, "ragged": .08, "round": 0, "folded": 0},
    "EMPTY": {"dry": .5, "clear-liquid": .5, "dusty": 0, "droplets": 0},
    "UNREADABLE": {"glare": .4, "tape": .2, "smear": .15, "off-well": .25, "marker": 0, "finger": 0},
}
CALIBRATION_KINDS = ["blue", "short", "dusty", "marker", "motion"]
TEST_KINDS = ["yellow", "pooled", "folded", "droplets", "finger", "warm"]
# A drop reaches `reach` head radii below its head's centre: a circle has 1. Up to the first number it does
# not stream, from the second it does; between them the label is shared, so confidence falls where readers disagree.
REACH_ROUND, REACH_STREAMS = 1.25, 1.6


def pick(r, table):
    names = list(table)
    p = np.array([table[n] for n in names], float)
    return names[int(r.choice(len(names), p=p / p.sum()))]


def smooth_noise(r, h, w, cell):
    small = r.normal(0, 1, (max(2, int(h / cell) + 2), max(2, int(w / cell) + 2))).astype(np.float32)
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)


def card_colour(r, kind):
    if kind == "green":
        return np.array([r.uniform(50, 190), r.uniform(130, 240), r.uniform(60, 190)])
    if kind == "white":
        return r.uniform(175, 250) + r.normal(0, 8, 3)
    if kind == "grey":
        return r.uniform(90, 180) + r.normal(0, 8, 3)
    if kind == "tinted":
        return r.uniform(120, 220) + r.normal(0, 28, 3)
    if kind == "blue":
        return np.array([r.uniform(60, 130), r.uniform(110, 180), r.uniform(170, 240)])
    if kind == "yellow":
        return np.array([r.uniform(200, 245), r.uniform(190, 235), r.uniform(80, 160)])
    return r.uniform(60, 250, 3)


def style(r, card=None):
    """One plate, lamp and card: what all wells of a picture share."""
    bg = np.clip(card_colour(r, card or pick(r, CARDS)), 20, 252)
    return dict(
        card=bg, white=np.clip(r.uniform(190, 255) + r.normal(0, 8, 3), 0, 255),
        wall=r.uniform(.12, .85), outer=r.uniform(.43, .495), inner=r.uniform(.24, .41),
        parallax=r.normal(0, .035, 2), spread=r.normal(0, .03, 2),
        liquid=np.clip(r.uniform(.62, 1.02) + r.normal(0, .03, 3), .4, 1.1), shade=r.uniform(0, .35),
        arcs=[(r.uniform(0, 6.3), r.uniform(.2, 1.3), r.uniform(-60, 110), r.uniform(0, 1), r.uniform(.008, .035)) for _ in range(int(r.integers(1, 6)))],
        spots=[(r.normal(0, .13, 2), r.uniform(.008, .035), r.uniform(60, 255)) for _ in range(int(r.integers(0, 5)))],
        ringlight=(r.uniform(.08, .24), r.uniform(.008, .02), r.uniform(60, 220)) if r.random() < .15 else None,
        red=np.array([r.uniform(95, 205), r.uniform(15, 75), r.uniform(20, 85)]),
        head=r.uniform(.06, .125), tilt=r.normal(0, .16) if r.random() < .8 else r.uniform(-np.pi, np.pi),
        run=r.uniform(.8, 1.25), fuzz=r.uniform(.008, .03), film=r.uniform(.14, .6), condensation=r.random() < .12,
        clear=r.uniform(.92, 1.04), jitter=r.uniform(0, .012), gapmarks=r.random() < .4, labels=r.random() < .7)


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

    def disc(self, cx, cy, radius, soft=None):
        d = np.hypot(self.dx - cx, self.dy - cy)
        return np.clip((radius - d) / (soft or self.soft) + .5, 0, 1)

    def paint(self, mask, colour):
        self.view[:] = self.view * (1 - mask[..., None]) + np.asarray(colour, np.float32) * mask[..., None]

    def light(self, mask):
        self.view += mask[..., None]


def empty_well(r, p, s, ic):
    """Walls, floor and light of a well without contents. `ic` is the floor's centre (parallax)."""
    p.paint(p.disc(0, 0, s["outer"]) * s["wall"], s["white"])
    rr, th = np.hypot(p.dx, p.dy), np.arctan2(p.dy, p.dx)
    for a, width, gain, where, thick in s["arcs"]:
        radius = s["inner"] + (s["outer"] - s["inner"]) * where
        lobe = np.exp(-((np.angle(np.exp(1j * (th - a - r.normal(0, .12))))) / width) ** 2)
        p.light(gain * lobe * np.exp(-((rr - radius) / thick) ** 2))
    if r.random() < .8:
        p.light(r.uniform(-45, 15) * np.exp(-((rr - s["outer"]) / .012) ** 2))
    if s["ringlight"]:
        radius, thick, gain = s["ringlight"]
        p.light(gain * np.exp(-((np.hypot(p.dx - ic[0], p.dy - ic[1]) - radius) / thick) ** 2))


def floor(r, p, s, ic, tint):
    rr = np.hypot(p.dx - ic[0], p.dy - ic[1]) / s["inner"]
    shade = (1 - s["shade"] * np.clip(rr, 0, 1) ** 3)[..., None]
    mask = p.disc(ic[0], ic[1], s["inner"])[..., None]
    p.view[:] = p.view * (1 - mask) + (s["card"] * tint * shade) * mask


def trail(r, p, s, c, head, reach, bend=0., taper=.75, pool=0.):
    """Mask of a drop whose head lies at c and whose tail points along the tilt."""
    length = head * max(0, reach - (1 - taper))
    d, n = np.array([np.sin(s["tilt"]), np.cos(s["tilt"])]), np.array([np.cos(s["tilt"]), -np.sin(s["tilt"])])
    soft, mask = max(s["fuzz"], p.soft), np.zeros_like(p.dx)
    wob = r.normal(0, .03, 6)
    for i, u in enumerate(np.linspace(0, 1, 14)):
        q = c + d * length * u + n * bend * u * u
        mask = np.maximum(mask, p.disc(q[0], q[1], head * (1 - taper * u ** r.uniform(1.1, 1.2)) * (1 + wob[i % 6]), soft))
    if pool:
        q = c + d * length
        mask = np.maximum(mask, p.disc(q[0], q[1], head * pool, soft))
    return mask


def blob(r, p, s, c, radius, rough, soft=None):
    """A round mark with an uneven edge."""
    th, d = np.arctan2(p.dy - c[1], p.dx - c[0]), np.hypot(p.dx - c[0], p.dy - c[1])
    edge = radius * (1 + sum(r.normal(0, rough / k) * np.cos(k * th + r.uniform(0, 6.3)) for k in range(2, 6)))
    return np.clip((edge - d) / max(soft or s["fuzz"], p.soft) + .5, 0, 1)


def stain(p, s, mask, strength):
    """Red cells thin enough for the card to show through."""
    absorb = np.clip(1 - (s["red"] + 45) / np.maximum(s["card"], 60), .08, .9) * strength
    p.view *= 1 - mask[..., None] * absorb


def film(r, p, s, ic, strength, radius):
    grain = smooth_noise(r, *p.dx.shape, max(2, p.dx.shape[0] * r.uniform(.03, .12)))
    slope, a = r.uniform(0, 1.6), r.uniform(0, 6.3)  # thicker on one side, with vague patches
    uneven = 1 + slope * (np.cos(a) * (p.dx - ic[0]) + np.sin(a) * (p.dy - ic[1]))
    for _ in range(int(r.integers(0, 3))):
        q = ic + r.normal(0, s["inner"] * .35, 2)
        uneven = uneven + r.uniform(0, .5) * np.exp(-((p.dx - q[0]) ** 2 + (p.dy - q[1]) ** 2) / r.uniform(.05, .16) ** 2)
    mask = p.disc(ic[0], ic[1], radius, r.uniform(.02, .12)) * np.clip((1 + grain * r.uniform(0, .22)) * uneven, .2, 1.9)
    stain(p, s, mask, strength)


def flowing(r, p, s, ic, kind):
    head = s["head"] * r.uniform(.85, 1.15)
    reach = {"short": r.uniform(1.6, 1.9), "streak": r.uniform(2.6, 5.)}.get(kind, r.uniform(1.6, 3.4)) * (1 if kind == "short" else s["run"])
    reach = min(max(reach, REACH_STREAMS), max(REACH_STREAMS, (s["inner"] + .06) / head))
    if kind == "streak":
        head *= r.uniform(.6, .85)
    d = np.array([np.sin(s["tilt"]), np.cos(s["tilt"])])
    c = ic - d * head * (reach - 1) * r.uniform(.1, .5) + r.normal(0, .025, 2)
    mask = trail(r, p, s, c, head, reach, r.normal(0, .07) if kind == "comma" else r.normal(0, .012),
                 r.uniform(.65, .85), r.uniform(.5, .9) if kind == "pooled" else 0)
    p.paint(mask * r.uniform(.6, .97), s["red"] * r.uniform(.85, 1.15))
    if r.random() < .5:  # a thicker heart
        p.paint(p.disc(c[0], c[1], head * .6, .03) * .4, s["red"] * .7)
    if r.random() < .35:
        stain(p, s, p.disc(ic[0], ic[1], s["inner"] * .9, .08), r.uniform(0, .1))
    return [1, 0, 0, 0]


def non_flowing(r, p, s, ic, kind):
    head = s["head"] * r.uniform(.8, 1.2)
    c, label = ic + r.normal(0, .03, 2), [0, 1, 0, 0]
    if kind in ("button", "round"):
        reach = 1 if kind == "round" or r.random() < .5 else r.uniform(1, REACH_STREAMS)
        share = float(np.clip((reach - REACH_ROUND) / (REACH_STREAMS - REACH_ROUND), 0, 1))
        mask = trail(r, p, s, c, head, reach, 0, .75) if reach > 1.02 else blob(r, p, s, c, head, r.uniform(0, .06))
        p.paint(mask * r.uniform(.6, .97), s["red"] * r.uniform(.85, 1.15))
        label = [share, 1 - share, 0, 0]
    elif kind == "fuzzy":
        p.paint(p.disc(c[0], c[1], head * r.uniform(.9, 1.7), head * r.uniform(.7, 1.8)) * r.uniform(.3, .85), s["red"])
    elif kind == "ring":
        q, rad = np.hypot(p.dx - c[0], p.dy - c[1]), s["inner"] * r.uniform(.35, .85)
        stain(p, s, np.exp(-((q - rad) / r.uniform(.015, .05)) ** 2), r.uniform(.35, 1))
    elif kind in ("ragged", "folded"):
        a = blob(r, p, s, c, head * r.uniform(1.1, 1.8), .3)
        p.paint(a * r.uniform(.35, .8), s["red"])
        if kind == "folded":
            p.paint(np.clip(a - blob(r, p, s, c, head * r.uniform(.6, .9), .2), 0, 1) * .6, s["red"] * .7)
    if kind not in ("button", "round", "fuzzy") or r.random() < .3:
        strength = s["film"] * r.uniform(.7, 1.25) * (1 if kind.startswith("film") else r.uniform(.1, .8))
        film(r, p, s, ic, strength, s["inner"] * r.uniform(.8, 1.03))
    if kind == "film-dot":
        p.paint(p.disc(c[0], c[1], head * r.uniform(.3, .75), s["fuzz"]) * r.uniform(.3, .8), s["red"])
    return label


def emptied(r, p, s, ic, kind):
    for _ in range(int(r.integers(2, 9)) if kind == "droplets" else 0):
        q = ic + r.normal(0, s["inner"] * .5, 2)
        p.view[:] = np.where(p.disc(q[0], q[1], r.uniform(.01, .05))[..., None] > .5, p.view * r.uniform(.85, 1.15), p.view)
    for _ in range(int(r.integers(1, 5)) if kind == "dusty" else 0):
        q = ic + r.normal(0, s["inner"] * .5, 2)
        p.paint(p.disc(q[0], q[1], r.uniform(.004, .012)) * .8, r.uniform(20, 110, 3))
    return [0, 0, 1, 0]


def unreadable(r, p, s, ic, kind):
    if kind in ("glare", "off-well"):
        for _ in range(int(r.integers(1, 4)) if kind == "glare" else 0):
            q = ic + r.normal(0, s["inner"] * .2, 2)
            p.light(r.uniform(300, 900) * p.disc(0, 0, .5, .2) * np.exp(-((p.dx - q[0]) ** 2 + (p.dy - q[1]) ** 2) / (s["inner"] * r.uniform(.6, 1.1)) ** 2))
    elif kind == "smear":
        fade = p.disc(0, 0, .5, .15)[..., None]
        p.view[:] = p.view * (1 - fade) + fade * cv2.GaussianBlur(np.ascontiguousarray(p.view), (0, 0), p.dx.shape[0] * r.uniform(.12, .22))
    elif kind == "marker":
        for _ in range(int(r.integers(3, 6))):
            a, off = r.uniform(0, 3.2), r.normal(0, .12)
            p.paint((np.abs(p.dx * np.sin(a) - p.dy * np.cos(a) - off) < r.uniform(.04, .09)) * .95, r.uniform(0, 70, 3))
    else:  # tape or finger covers the well
        a, edge = r.uniform(0, 6.3), r.uniform(-.45, -.25)
        colour = np.array([r.uniform(170, 235), r.uniform(110, 180), r.uniform(90, 160)]) if kind == "finger" else r.uniform(60, 250, 3)
        cover = np.clip((p.dx * np.cos(a) + p.dy * np.sin(a) - edge) / (.1 if kind == "finger" else .015) + .5, 0, 1)
        p.paint(cover, colour + smooth_noise(r, *p.dx.shape, 6)[..., None] * r.uniform(2, 9))
    return [0, 0, 0, 1]


def well(r, image, x, y, px, s, at, cls, kind):
    """Draws one well; returns the label as a share for each class. `at` is -1..1 across the plate."""
    s = dict(s, head=s["head"] * 1.0, tilt=s["tilt"] + r.normal(0, .05))
    p = Patch(image, x, y, px)
    ic = s["parallax"] + s["spread"] * at + r.normal(0, s["jitter"], 2)
    empty_well(r, p, s, ic)
    seen = r.choice(CLASSES[:3], p=[.4, .45, .15]) if cls == "UNREADABLE" else cls
    tint = s["clear"] if seen == "EMPTY" and r.random() < .7 else s["liquid"]
    if seen == "EMPTY":  # what tells empty from a film is the card's own colour in the floor
        tint = np.mean(tint) * np.ones(3) if np.ndim(tint) else tint
    floor(r, p, s, ic, tint)
    draw = {"FLOWING": flowing, "NON_FLOWING": non_flowing, "EMPTY": emptied}[seen]
    label = draw(r, p, s, ic, kind if seen == cls else pick(r, DROPS[seen]))
    for off, size, gain in s["spots"]:
        q = ic + off + r.normal(0, .012, 2)
        p.light(gain * r.uniform(.5, 1.1) * np.exp(-((p.dx - q[0]) ** 2 + (p.dy - q[1]) ** 2) / size ** 2))
    if s["condensation"]:
        for _ in range(int(r.integers(3, 14))):
            q = r.uniform(-.45, .45, 2)
            p.light(r.uniform(-25, 40) * p.disc(q[0], q[1], r.uniform(.01, .04), .02))
    if cls == "UNREADABLE":
        label = unreadable(r, p, s, ic, kind)
    return label


def body(r, h, w, px, s, rows, cols, ox, oy):
    """Card, plate rim, printed letters and the small marks between wells."""
    image = np.ones((h, w, 3), np.float32) * s["card"].astype(np.float32)
    image += smooth_noise(r, h, w, px * 3)[..., None] * r.uniform(0, 7) + smooth_noise(r, h, w, max(2, px * .06))[..., None] * r.uniform(0, 4)
    ink = tuple(float(v) for v in np.clip(s["card"] + r.choice([-1, 1]) * r.uniform(10, 70), 0, 255))
    size, thick = px / 60 * r.uniform(.5, .8), max(1, int(px / 40))
    if s["labels"]:
        for i in range(rows):
            cv2.putText(image, chr(65 + i), (int(max(2, ox * px - px * .8)), int((oy + i + .12) * px)), 0, size, ink, thick, cv2.LINE_AA)
        for j in range(cols):
            cv2.putText(image, str(j + 1), (int((ox + j - .12) * px), int(max(px * .3, (oy - .62) * px))), 0, size, ink, thick, cv2.LINE_AA)
    if s["gapmarks"]:
        for i in range(rows - 1):
            for j in range(cols):
                cv2.circle(image, (int((ox + j + .5) * px), int((oy + i + .5) * px)), int(px * .11), ink, max(1, int(px * .015)), cv2.LINE_AA)
    return image


def plate(r, px, calls, s=None, margin=None):
    """Draws the plate `calls[row][col] = (class, kind)`.

    Returns the picture, the well centres (rows*cols, 2) and the labels (rows*cols, 4)."""
    rows, cols, s = len(calls), len(calls[0]), s or style(r)
    ox, oy = margin or (1.598, 1.249)
    h, w = int((2 * oy + rows - 1) * px), int((2 * ox + cols - 1) * px)
    image, centres, labels = body(r, h, w, px, s, rows, cols, ox, oy), [], []
    for i in range(rows):
        for j in range(cols):
            x, y = (ox + j) * px, (oy + i) * px
            at = np.array([2 * j / max(1, cols - 1) - 1, 2 * i / max(1, rows - 1) - 1])
            cls, kind = calls[i][j]
            labels.append([0, 0, 0, 1] if kind == "no-well" else well(r, image, x, y, px, s, at, cls, kind))
            centres.append((x, y))
    return np.clip(image, 0, 255), np.array(centres, np.float32), np.array(labels, np.float32)
