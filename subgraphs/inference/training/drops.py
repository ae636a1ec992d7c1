"""What a well holds: drops, buttons, films, nothing, and what hides it. Each returns its label and the facts it hangs on.

A fact is what a reader must be able to see: `reach` and `head` of a drop, `long` of a clump (how much longer than wide).
wells.py asks with them what can be told at a photo's resolution.
"""
import numpy as np

from brush import blob, elongation, smooth_noise, trail

# A drop reaches `reach` head radii below its head's centre: a circle has 1. Up to the first number it does
# not stream, from the second it does; between them the label is shared, so confidence falls where readers disagree.
REACH_ROUND, REACH_STREAMS = 1.25, 1.6
DROPS = {
    "FLOWING": {"teardrop": .45, "streak": .16, "comma": .15, "short": .08, "pooled": .16},
    "NON_FLOWING": {"button": .24, "round": .08, "fuzzy": .11, "film": .25, "film-dot": .1, "ring": .07, "ragged": .07, "folded": .08},
    "EMPTY": {"dry": .4, "clear-liquid": .36, "dusty": .12, "droplets": .12},
    "UNREADABLE": {"glare": .36, "tape": .18, "off-well": .2, "marker": .13, "finger": .13},
}


def absorbed(s):
    """Share of the card's light that a thick layer of cells takes from each channel."""
    return np.clip(1 - (s["red"] + 45) / np.maximum(s["card"], 60), .08, .9)


def stain(p, s, mask, strength):
    """Red cells thin enough for the card to show through; before a dark card they are what shines."""
    if s["card"].mean() < 85:
        p.paint(np.clip(mask * strength * .6, 0, 1), s["red"] * .8 + 25)
    else:
        p.view *= 1 - mask[..., None] * absorbed(s) * strength


def film(r, p, s, ic, strength, radius):
    grain = smooth_noise(r, *p.dx.shape, max(2, p.dx.shape[0] * r.uniform(.03, .12)))
    slope, a = r.uniform(0, 1.6), r.uniform(0, 6.3)  # thicker on one side, with vague patches
    uneven = 1 + slope * (np.cos(a) * (p.dx - ic[0]) + np.sin(a) * (p.dy - ic[1]))
    for _ in range(int(r.integers(0, 3))):
        q = ic + r.normal(0, s["inner"] * .35, 2)
        uneven = uneven + r.uniform(0, .5) * np.exp(-((p.dx - q[0]) ** 2 + (p.dy - q[1]) ** 2) / r.uniform(.05, .16) ** 2)
    if r.random() < .25:  # thinner in the middle, where cells slid off
        uneven = uneven * (1 - r.uniform(.1, .5) * np.exp(-((p.dx - ic[0]) ** 2 + (p.dy - ic[1]) ** 2) / (s["inner"] * r.uniform(.3, .7)) ** 2))
    mask = p.disc(ic[0], ic[1], radius, r.uniform(.02, .12), s["corner"]) * np.clip((1 + grain * r.uniform(0, .22)) * uneven, .2, 1.9)
    stain(p, s, mask, strength)


def lump(r, p, s, mask, alpha):
    """Cells so thick that the card hardly shows; often darkest in the middle."""
    p.paint(mask * alpha, s["red"] * r.uniform(.85, 1.15))
    if r.random() < .3:
        p.paint(np.clip(mask * 2 - 1, 0, 1) * r.uniform(.1, .4), s["red"] * .75)


def flowing(r, p, s, ic, kind):
    head = s["head"] * r.uniform(.85, 1.15)
    if kind == "streak":
        head *= r.uniform(.6, .85)
    reach = {"short": r.uniform(1.6, 1.9), "streak": r.uniform(2.6, 5.) * s["run"]}.get(kind, r.uniform(1.7, 3.4) * s["run"])
    reach = min(max(reach, REACH_STREAMS), max(REACH_STREAMS, (s["inner"] + .06) / head))
    d = np.array([np.sin(s["tilt"]), np.cos(s["tilt"])])
    c = ic - d * head * (reach - 1) * r.uniform(.1, .5) + r.normal(0, .025, 2)
    mask = trail(r, p, s, c, head, reach, r.normal(0, .07) if kind == "comma" else r.normal(0, .012),
                 r.uniform(.55, .85), r.uniform(.45, .95) if kind == "pooled" else 0)
    if kind == "pooled" and r.random() < .4:  # run to the wall and spread along it
        q, n = c + d * head * (reach - .6), np.array([d[1], -d[0]])
        for off in r.uniform(-1.1, 1.1, 3):
            mask = np.maximum(mask, p.disc(*(q + n * head * off), head * r.uniform(.35, .6), s["fuzz"]))
    lump(r, p, s, mask, r.uniform(.6, .97))
    if r.random() < .5:  # a thicker heart
        p.paint(p.disc(c[0], c[1], head * .6, .03) * .4, s["red"] * .7)
    if r.random() < .35:
        stain(p, s, p.disc(ic[0], ic[1], s["inner"] * .9, .08), r.uniform(0, .1))
    return [1, 0, 0, 0], dict(reach=reach, head=head)


def non_flowing(r, p, s, ic, kind):
    head = s["head"] * r.uniform(.8, 1.2)
    c, label, fact = ic + r.normal(0, .03, 2), [0, 1, 0, 0], {}
    if kind in ("button", "round"):
        reach = 1 if kind == "round" or r.random() < .5 else r.uniform(1, REACH_STREAMS)
        share = float(np.clip((reach - REACH_ROUND) / (REACH_STREAMS - REACH_ROUND), 0, 1))
        mask = trail(r, p, s, c, head, reach, 0, .75) if reach > 1.02 else blob(r, p, s, c, head, r.uniform(0, .06))
        lump(r, p, s, mask, r.uniform(.6, .97))
        label, fact = [share, 1 - share, 0, 0], dict(reach=reach, head=head)
    elif kind == "fuzzy":
        p.paint(p.disc(c[0], c[1], head * r.uniform(.9, 1.7), head * r.uniform(.7, 1.8)) * r.uniform(.3, .85), s["red"])
    elif kind == "ring":
        q, rad = p.away(c[0], c[1], s["corner"] if r.random() < .5 else 2.), s["inner"] * r.uniform(.35, .85)
        stain(p, s, np.exp(-((q - rad) / r.uniform(.015, .05)) ** 2), r.uniform(.35, 1))
    elif kind == "ragged":
        mask = blob(r, p, s, c, head * r.uniform(1.1, 1.8), .35, first=3)
        p.paint(mask * r.uniform(.35, .8), s["red"])
        fact = dict(long=elongation(p, mask), head=head)
    elif kind == "folded":
        fact = folded(r, p, s, c, head)
    bare = kind in ("button", "round", "fuzzy", "ragged", "folded")
    if not bare or r.random() < .3:
        strength = s["film"] * r.uniform(.75, 1.25) * (1 if kind.startswith("film") else r.uniform(.1, .8))
        film(r, p, s, ic, strength, s["inner"] * r.uniform(.8, 1.03))
    if kind == "film-dot":
        p.paint(p.disc(c[0], c[1], head * r.uniform(.3, .75), s["fuzz"]) * r.uniform(.3, .8), s["red"])
    return label, fact


def folded(r, p, s, c, head):
    """A film that came loose and folded: a thin sheet with corners, darker along its edge and its creases."""
    n = int(r.integers(4, 9))
    angles = np.linspace(0, 2 * np.pi, n, endpoint=False) + r.uniform(0, .8, n) * 2 * np.pi / n
    size = head * r.uniform(1.3, 2.2)
    shape = size * np.where(np.arange(n) % 2 == 0, 1., r.uniform(.55, .95)) * r.uniform(.85, 1.15, n)
    shape = shape[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
    th, d = np.arctan2(p.dy - c[1], p.dx - c[0]) % (2 * np.pi), np.hypot(p.dx - c[0], p.dy - c[1])
    order = np.argsort(angles % (2 * np.pi))
    turn, radius = (angles % (2 * np.pi))[order], np.linalg.norm(shape, axis=1)[order]
    edge = np.interp(th, np.r_[turn[-1] - 2 * np.pi, turn, turn[0] + 2 * np.pi], np.r_[radius[-1], radius, radius[0]])
    inside = np.clip((edge - d) / max(s["fuzz"], p.soft) + .5, 0, 1)
    p.paint(inside * r.uniform(.15, .5), s["red"])
    p.paint(inside * np.exp(-((edge - d) / r.uniform(.012, .03)) ** 2) * r.uniform(.4, .9), s["red"] * r.uniform(.7, 1))
    for _ in range(int(r.integers(1, 4))):
        a, off = r.uniform(0, 3.2), r.normal(0, size * .4)
        p.paint(inside * (np.abs((p.dx - c[0]) * np.sin(a) - (p.dy - c[1]) * np.cos(a) - off) < r.uniform(.006, .02)) * r.uniform(.3, .7), s["red"] * .75)
    return dict(long=elongation(p, inside), head=head)


def emptied(r, p, s, ic, kind):
    for _ in range(int(r.integers(2, 9)) if kind == "droplets" else 0):
        q, radius = ic + r.normal(0, s["inner"] * .5, 2), r.uniform(.012, .05)
        drop = p.disc(q[0], q[1], radius)
        p.view *= 1 + drop[..., None] * r.uniform(-.14, .12)
        p.light(r.uniform(-50, 20) * np.exp(-((p.away(q[0], q[1]) - radius) / .01) ** 2))
        p.light(r.uniform(10, 90) * p.disc(q[0] - radius * .4, q[1] - radius * .4, radius * .3))
    if kind == "dusty":
        dust(r, p, ic, s)
    return [0, 0, 1, 0], {}


def dust(r, p, ic, s):
    """Specks and threads, never cell red."""
    for _ in range(int(r.integers(1, 6))):
        q, tone = ic + r.normal(0, s["inner"] * .5, 2), np.clip(s["card"].mean() * r.uniform(.25, 1.4) + r.normal(0, 10, 3), 5, 250)
        p.paint(p.disc(q[0], q[1], r.uniform(.004, .016)) * r.uniform(.4, .9), tone)
    if r.random() < .35:
        q, a, bend = ic + r.normal(0, s["inner"] * .4, 2), r.uniform(0, 3.2), r.normal(0, 3)
        along, across = (p.dx - q[0]) * np.cos(a) + (p.dy - q[1]) * np.sin(a), (p.dy - q[1]) * np.cos(a) - (p.dx - q[0]) * np.sin(a)
        p.paint((np.abs(across - bend * along ** 2) < r.uniform(.004, .009)) * (np.abs(along) < r.uniform(.05, .2)) * r.uniform(.3, .8), s["card"].mean() * r.uniform(.3, 1.3) * np.ones(3))


def unreadable(r, p, s, ic, kind):
    if kind in ("glare", "off-well"):
        for _ in range(int(r.integers(1, 4)) if kind == "glare" else 0):
            q = ic + r.normal(0, s["inner"] * .2, 2)
            p.light(r.uniform(400, 900) * p.disc(0, 0, .5, .2) * np.exp(-((p.dx - q[0]) ** 2 + (p.dy - q[1]) ** 2) / (s["inner"] * r.uniform(.75, 1.1)) ** 2))
    elif kind == "marker":
        marker(r, p, ic)
    else:  # tape or finger covers the well
        a, edge = r.uniform(0, 6.3), r.uniform(-.45, -.25)
        skin = r.uniform(.35, 1) * np.array([r.uniform(190, 245), r.uniform(130, 190), r.uniform(100, 165)])
        glove = np.array([r.uniform(60, 235), r.uniform(90, 235), r.uniform(150, 245)])
        colour = (skin if r.random() < .6 else glove) if kind == "finger" else r.uniform(40, 250, 3)
        cover = np.clip((p.dx * np.cos(a) + p.dy * np.sin(a) - edge) / (.1 if kind == "finger" else .015) + .5, 0, 1)
        p.paint(cover, colour + smooth_noise(r, *p.dx.shape, 6)[..., None] * r.uniform(2, 9))
    return [0, 0, 0, 1], {}


def marker(r, p, ic):
    """A pen crossed the well out: strokes that hide most of the floor."""
    tone = r.uniform(0, 70, 3) if r.random() < .6 else r.permutation([r.uniform(0, 60), r.uniform(0, 90), r.uniform(90, 210)])
    for _ in range(int(r.integers(4, 8))):
        a, off = r.uniform(0, 3.2), r.normal(0, .09)
        across = (p.dx - ic[0]) * np.sin(a) - (p.dy - ic[1]) * np.cos(a) - off
        p.paint(np.clip((r.uniform(.05, .085) - np.abs(across)) / p.soft + .5, 0, 1) * .95, tone)
