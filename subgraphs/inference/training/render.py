"""Draws haemagglutination-inhibition plates: the only source of training data.

Lengths are in pitches (the distance between two wells, 9 mm) and colours are RGB 0..255 floats,
so the same code draws a training tile of 4x6 wells and a whole 8x12 demonstration plate.
How it looks is chosen by name: a maker and a light here, a camera in camera.py; kinds.py lists them.
What a well holds is in drops.py. `style` and `plate` are what whole-plate drawings (scenes.py, plates.py, demo.py) build on.
"""
import cv2
import numpy as np

import drops
import kinds
from brush import Patch, pick, smooth_noise  # noqa: F401  (others take them from here)
from drops import DROPS, REACH_ROUND, REACH_STREAMS  # noqa: F401
from kinds import HELD, LIGHTS, MAKERS

CLASSES = ["FLOWING", "NON_FLOWING", "EMPTY", "UNREADABLE"]
CARDS = LIGHTS
TEST_KINDS = [kind for names in HELD["test"].values() for kind in names]
# levels between cells and floor, and between wall and floor: less, and no reader could tell
LEAST_CONTRAST, LEAST_WALL = 75, 14


def cells_colour(r, dark):
    red = np.array([r.uniform(95, 205), r.uniform(15, 75), r.uniform(20, 85)])
    if r.random() < .12:  # old cells are brown
        red = np.array([r.uniform(75, 135), r.uniform(30, 65), r.uniform(20, 50)])
    return red + [35, 8, 10] if dark else red


def style(r, light=None, maker=None):
    """One plate, lamp and card: what all wells of a picture share. Kinds not named are drawn from the trained ones."""
    light, maker = light or pick(r, LIGHTS), maker or pick(r, MAKERS)
    for _ in range(40):
        s = any_style(r, light, maker)
        floor, red = (under_lamp(s, c[None, None])[0, 0] for c in (s["card"] * s["liquid"], s["red"]))
        wall = under_lamp(s, (s["white"] * s["wall"] + s["card"] * (1 - s["wall"]))[None, None])[0, 0]
        if np.abs(floor - red).max() >= LEAST_CONTRAST and np.abs(floor - wall).max() >= LEAST_WALL:
            break
    return s


def any_style(r, light, maker):
    card = np.clip(kinds.card_colour(r, light), 12, 253)
    cast, mono = kinds.lamp_of(r, light)
    m, table, dark = kinds.maker_of(r, maker), light == "table", light == "dark-card"
    white = np.clip(r.uniform(190, 255) + r.normal(0, 8, 3), 0, 255) * m["plastic"]
    if table:
        white = card * r.uniform(.45, .95) * m["plastic"]
    elif dark:
        white = r.uniform(90, 220) * m["plastic"]
    if maker == "milk-white":  # opaque walls; the floor, too, hides the card in part
        card = card * (k := r.uniform(.0, .5)) + white * (1 - k) if not dark else card
    side = r.uniform(0, 2 * np.pi)
    return dict(
        m, light=light, maker=maker, card=card, white=white, cast=cast, mono=mono,
        parallax=r.normal(0, .03, 2), spread=r.normal(0, .03, 2),
        liquid=np.clip(r.uniform(.7, 1.02) + r.normal(0, .025, 3), .55, 1.08), shade=r.uniform(0, .35),
        facet=(side, r.uniform(0, .12) if light != "side" else r.uniform(.15, .4)),
        arcs=arcs(r, light, side), spots=spots(r, light),
        ringlight=(r.uniform(.08, .24), r.uniform(.008, .02), r.uniform(60, 220)) if r.random() < .12 else None,
        red=cells_colour(r, dark), head=r.uniform(.06, .125), tilt=r.normal(0, .16) if r.random() < .7 else r.uniform(-np.pi, np.pi),
        run=r.uniform(.8, 1.25), fuzz=r.uniform(.008, .03), film=r.uniform(.28, .65), condensation=r.random() < .12, dirt=r.random() < .15,
        clear=r.uniform(.95, 1.03), jitter=r.uniform(0, .012), gapmarks=r.random() < .4, labels=r.random() < .7, pen=r.random() < .12)


def arcs(r, light, side):
    """The lamp in the walls: angle, width, gain, place between floor and rim, thickness."""
    out = [(r.uniform(0, 6.3), r.uniform(.2, 1.3), r.uniform(-60, 110), r.uniform(0, 1), r.uniform(.008, .035)) for _ in range(int(r.integers(1, 6)))]
    if light == "side":
        out += [(side, r.uniform(.6, 1.2), r.uniform(50, 140), r.uniform(.2, .8), r.uniform(.02, .06)),
                (side + np.pi, r.uniform(.6, 1.2), r.uniform(-100, -40), r.uniform(0, .5), r.uniform(.02, .06))]
    return out


def spots(r, light):
    """The lamp mirrored by the liquid, at the same place in every well."""
    out = [(r.normal(0, .13, 2), r.uniform(.008, .026), r.uniform(60, 255)) for _ in range(int(r.integers(0, 5)))]
    if light == "twin-lamp":
        q = r.normal(0, .12, 2)
        out = [(q, r.uniform(.014, .024), 230), (q + r.normal(0, .1, 2), r.uniform(.014, .024), 230)]
    if light == "lamps":  # one large, or a row of three to five
        n, q, d = int(r.choice([1, 3, 4, 5])), r.normal(0, .12, 2), r.normal(0, .07, 2)
        out = [(q + d * k, r.uniform(.012, .02) * (1.8 if n == 1 else 1), r.uniform(140, 255)) for k in range(n)]
    return out


def empty_well(r, p, s, ic):
    """Walls, floor and light of a well without contents. `ic` is the floor's centre (parallax)."""
    p.paint(p.disc(0, 0, s["outer"], None, s["corner"]) * s["wall"], s["white"])
    rr, th = p.away(0, 0, s["corner"]), np.arctan2(p.dy, p.dx)
    for a, width, gain, where, thick in s["arcs"]:
        radius = s["inner"] + (s["outer"] - s["inner"]) * where
        lobe = np.exp(-((np.angle(np.exp(1j * (th - a - r.normal(0, .12))))) / width) ** 2)
        p.light(gain * lobe * np.exp(-((rr - radius) / thick) ** 2))
    p.light(s["rim"] * r.uniform(.6, 1.2) * np.exp(-((rr - s["outer"]) / .012) ** 2))
    if s["ringlight"]:
        radius, thick, gain = s["ringlight"]
        p.light(gain * np.exp(-((p.away(*ic) - radius) / thick) ** 2))


def floor(r, p, s, ic, tint):
    """The bottom: a cone, a bowl or flat, brighter on the lamp's side."""
    rr = p.away(*ic, s["corner"] if s["profile"] == "flat" else 2.) / s["inner"]
    th = np.arctan2(p.dy - ic[1], p.dx - ic[0])
    slope = {"v": np.clip(rr, 0, 1) ** .6, "u": np.clip(rr, 0, 1) ** 1.5, "flat": np.clip(rr, 0, 1) ** 6}[s["profile"]]
    shade = (1 - s["shade"] * np.clip(rr, 0, 1) ** 3) * (1 + s["facet"][1] * np.cos(th - s["facet"][0]) * slope)
    mask = p.disc(ic[0], ic[1], s["inner"], None, s["corner"])[..., None]
    p.view[:] = p.view * (1 - mask) + (s["card"] * tint * s["plastic"] ** .5 * shade[..., None]) * mask
    for where, gain, thick in s["steps"]:
        p.light(gain * np.exp(-((p.away(*ic, s["corner"]) - where * s["inner"]) / thick) ** 2))
    if s["nub"]:
        p.light(s["nub"] * p.disc(ic[0], ic[1], .02, .015))


def well(r, image, x, y, px, s, at, cls, kind):
    """Draws one well; returns the label as a share for each class, and the facts it hangs on. `at` is -1..1 across the plate."""
    s = dict(s, tilt=s["tilt"] + r.normal(0, .05))
    p = Patch(image, x, y, px)
    ic = s["parallax"] + s["spread"] * at + r.normal(0, s["jitter"], 2)
    empty_well(r, p, s, ic)
    seen = r.choice(CLASSES[:3], p=[.4, .45, .15]) if cls == "UNREADABLE" else cls
    if seen == "EMPTY":  # what tells empty from a film is the card's own colour in the floor
        floor(r, p, s, ic, s["clear"] if r.random() < .7 else r.uniform(.9, 1.02))
    else:
        floor(r, p, s, ic, s["liquid"])
    draw = {"FLOWING": drops.flowing, "NON_FLOWING": drops.non_flowing, "EMPTY": drops.emptied}[seen]
    bare = p.view.copy()
    label, fact = draw(r, p, s, ic, kind if seen == cls else pick(r, DROPS[seen]))
    fact["seen"] = seen_change(p, s, ic, bare)
    litter(r, p, s, ic)
    if cls == "UNREADABLE":
        label, fact = drops.unreadable(r, p, s, ic, kind)
    return label, fact


def seen_change(p, s, ic, bare):
    """How well the eye can tell a well's contents from its bare floor: 1 is enough, of a mark or of a film.

    A film counts by its hue, or by being darker (before a dark card brighter) than clear liquid can be."""
    on = p.disc(*ic, s["inner"] * .95, None, s["corner"]) > .5
    if not on.any():
        return 0.
    a, b = under_lamp(s, bare[on].clip(0, 255)), under_lamp(s, p.view[on].clip(0, 255))
    grey_a, grey_b = a.mean(1, keepdims=True), b.mean(1, keepdims=True)
    hue = np.abs((b - grey_b) - (a - grey_a)).max(1)
    tone = np.abs(grey_b - grey_a)[:, 0] - .09 * grey_a[:, 0]
    film, mark = np.percentile(np.maximum(hue, tone), 30), np.percentile(np.abs(b - a).max(1), 97)
    return float(max(film / 5.5, mark / 26))


def litter(r, p, s, ic):
    """What lies on any well alike: mirrored lamps, condensation, dust, a stroke of the pen beside the floor."""
    for off, size, gain in s["spots"]:
        q = ic + off + r.normal(0, .012, 2)
        p.light(gain * r.uniform(.5, 1.1) * np.exp(-((p.dx - q[0]) ** 2 + (p.dy - q[1]) ** 2) / size ** 2))
    if s["condensation"]:
        for _ in range(int(r.integers(3, 14))):
            q = r.uniform(-.45, .45, 2)
            p.light(r.uniform(-25, 40) * p.disc(q[0], q[1], r.uniform(.01, .04), .02))
    if s["dirt"] and r.random() < .4:
        drops.dust(r, p, ic, s)
    if s["pen"] and r.random() < .2:
        a, off = r.uniform(0, 6.3), r.uniform(s["inner"] * .95, .5)
        across = p.dx * np.cos(a) + p.dy * np.sin(a) - off
        p.paint((np.abs(across) < r.uniform(.015, .035)) * .9, r.uniform(0, 90, 3))


def body(r, h, w, px, s, rows, cols, ox, oy):
    """Card, plate rim, printed letters and the small marks between wells."""
    image = np.ones((h, w, 3), np.float32) * s["card"].astype(np.float32)
    image += smooth_noise(r, h, w, px * 3)[..., None] * r.uniform(0, 7) + smooth_noise(r, h, w, max(2, px * .06))[..., None] * r.uniform(0, 4)
    if s["maker"] in ("milk-white", "frosted", "tinted-plastic"):  # the deck between the wells is plastic, too
        k = s["wall"] * (1 if s["maker"] == "milk-white" else r.uniform(.2, .8))
        image = image * (1 - k) + s["white"].astype(np.float32) * k
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


def under_lamp(s, image):
    """The colours as the lamp shows them: its cast, or one colour alone."""
    image = image * np.asarray(s.get("cast", np.ones(3)), np.float32)
    if not s.get("mono"):
        return image
    weights, tint, amount = s["mono"]
    grey = (image * weights).sum(-1, keepdims=True) * tint
    return image * (1 - amount) + grey * amount


def plate(r, px, calls, s=None, margin=None, facts=None):
    """Draws the plate `calls[row][col] = (class, kind)`.

    Returns the picture, the well centres (rows*cols, 2) and the labels (rows*cols, 4). A list given as `facts`
    is filled with what each label hangs on, for wells.fair: what a reader can tell from a photo of it."""
    rows, cols, s = len(calls), len(calls[0]), s or style(r)
    ox, oy = margin or (1.598, 1.249)
    h, w = int((2 * oy + rows - 1) * px), int((2 * ox + cols - 1) * px)
    image, centres, labels = body(r, h, w, px, s, rows, cols, ox, oy), [], []
    for i in range(rows):
        for j in range(cols):
            x, y = (ox + j) * px, (oy + i) * px
            at = np.array([2 * j / max(1, cols - 1) - 1, 2 * i / max(1, rows - 1) - 1])
            cls, kind = calls[i][j]
            label, fact = ([0, 0, 0, 1], {}) if kind == "no-well" else well(r, image, x, y, px, s, at, cls, kind)
            labels.append(label)
            centres.append((x, y))
            if facts is not None:
                facts.append(fact)
    return np.clip(under_lamp(s, np.clip(image, 0, 255)), 0, 255), np.array(centres, np.float32), np.array(labels, np.float32)
