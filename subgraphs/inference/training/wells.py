"""Crops of single wells for the classifier: 48x48 pixels that span 1.25 pitches, RGB bytes, and what can be told from them."""
from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np

import camera
import kinds
import render

SIZE, SPAN = 48, 1.25
SHARE = [.37, .41, .11, .11]
LAMPS = .08  # how often training meets the light "lamps"
DRAWN = 64  # pixels a pitch of the drawing
ROWS, COLUMNS = 4, 6
SET = ROWS * COLUMNS  # wells of one photo, which lie one after the other in what `draw` gives
LEAST_PITCH, MOST_PITCH = 14, 120
U = np.array([0, 0, 0, 1], np.float32)


def crop(image, centre, pitch, angle=0.):
    """Averages the pixels under each of the crop's own, as the reader does (cut-wells.ts)."""
    n = max(1, int(np.ceil(SPAN * pitch / SIZE)))
    step, side = SPAN * pitch / (SIZE * n), SIZE * n
    c, s = np.cos(angle) * step, np.sin(angle) * step
    half = (side - 1) / 2
    m = np.array([[c, -s, centre[0] - half * (c - s)], [s, c, centre[1] - half * (s + c)]], np.float32)
    big = cv2.warpAffine(image, m, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT)
    return big if n == 1 else cv2.resize(big, (SIZE, SIZE), interpolation=cv2.INTER_AREA)


def fair(label, fact, shot, lost=0., off=0.):
    """The label as a careful reader could give it from this photo alone: shared where the picture can't tell.

    `label` and `fact` are what was drawn, `shot` is camera.take's, `lost` the share of the floor that the photo has blown out
    (camera.floors_lost) and `off` the crop's distance from the well in pitches. Pixels and blur hide how far a drop's end reaches."""
    label, sigma = np.array(label, np.float32), shot["sigma"]
    if label[3] == 1:
        return label
    w = sigma / fact.get("head", .1) * (1 + shot["noise"] / 20)
    if "reach" in fact:
        low, high = max(1.02, render.REACH_ROUND - .4 * w), render.REACH_STREAMS + 1.2 * w
        share = np.clip((fact["reach"] - low) / (high - low), 0, 1)
        share = share + (.5 - share) * np.clip((w - .6) / .8, 0, 1)  # even a round one may run, for all that can be seen
        label = np.array([share, 1 - share, 0, 0], np.float32)
    elif "long" in fact:
        share = .5 * np.clip((fact["long"] - 1.15) / .4, 0, 1) * np.clip((w - .1) / .3, 0, 1)
        label = np.array([share, 1 - share, 0, 0], np.float32)
    if label[2] < 1:
        share = .5 * np.clip((1 - fact["seen"] * shot["gain"] / (1 + shot["noise"] / 12)) / .5, 0, 1)
        label = label * (1 - share) + np.array([0, 0, 1, 0], np.float32) * share
    for much in (np.clip((lost - .15) / .3, 0, 1), np.clip((sigma - .09) / .06, 0, 1), np.clip((off - .25) / .15, 0, 1)):
        label = label * (1 - much) + U * much
    return label


def contents(r):
    """What the wells of one plate hold: how often each class comes, and each kind of it. Some have no empty well, some buttons alone."""
    share = np.array(SHARE) * (r.gamma(1.5, 1, 4) if r.random() < .6 else 1)
    if r.random() < .4:
        share[2:] *= .05
    even = lambda kinds: {k: v * (r.gamma(.7, 1) + .02) for k, v in kinds.items()}
    return share / share.sum(), {cls: even(kinds) if r.random() < .5 else kinds for cls, kinds in render.DROPS.items()}


def call(r, share, drops):
    cls = str(r.choice(render.CLASSES, p=share))
    return cls, ("no-well" if cls == "UNREADABLE" and r.random() < .06 else render.pick(r, drops[cls]))


def place(r, kind):
    """Where the crop is taken, in pitches from the well: near it, as a found grid errs, or plainly beside."""
    a = r.uniform(0, 2 * np.pi)
    d = r.uniform(.42, .7) if kind == "off-well" else r.uniform(0, .2) if r.random() < .15 else abs(r.normal(0, .05))
    return d * np.array([np.cos(a), np.sin(a)]), d


def pitch_of(r):
    """Pixels a pitch of a photo: mostly enough for all detail, now and then far too few."""
    if r.random() < .6:
        return r.uniform(38, DRAWN)
    return float(np.exp(r.uniform(np.log(LEAST_PITCH), np.log(45))))


def tile(job):
    """One tile of 4x6 wells, photographed some times. `held` names a maker, a light and a camera; None means one of training's."""
    seed, held, shots = job
    cv2.setNumThreads(1)
    r = np.random.default_rng(seed)
    holds, facts = contents(r), []
    calls = [[call(r, *holds) for _ in range(COLUMNS)] for _ in range(ROWS)]
    s = render.style(r, held.get("light") or ("lamps" if not held and r.random() < LAMPS else None), held.get("maker"))
    drawn, centres, labels = render.plate(r, DRAWN, calls, s, (1.1, 1.1), facts)
    names, out = [k for row in calls for _, k in row], []
    for _ in range(shots):
        px = pitch_of(r)
        small = cv2.resize(drawn, None, fx=px / DRAWN, fy=px / DRAWN, interpolation=cv2.INTER_AREA)
        at = centres * px / DRAWN
        if r.random() < .18:
            small, _ = camera.flare(r, small, at, px)
        photo, shot = camera.take(r, small, px, held.get("camera"))
        lost = camera.floors_lost(photo, at, px)
        turn, zoom = r.normal(0, .05), r.uniform(.95, 1.05)
        for c, k, label, fact, gone in zip(at, names, labels, facts, lost):
            move, off = place(r, k)
            out.append((crop(photo, c + move * px, px * zoom * r.uniform(.98, 1.02), turn), fair(label, fact, shot, gone, off), px))
    return np.stack([o[0] for o in out]), np.stack([o[1] for o in out]), np.array([o[2] for o in out], np.float32)


def draw(seed, tiles, held=None, shots=2, workers=2):
    """(n, 48, 48, 3) bytes, (n, 4) label shares and (n) pitches; the same seed draws the same."""
    jobs = [((seed, i), held or {}, shots) for i in range(tiles)]
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(tile, jobs, chunksize=4))
    return tuple(np.concatenate([p[k] for p in parts]) for k in range(3))


def mixed(r, which):
    """A maker, a light and a camera of which at least one is held out for `which` ("calibration" or "test")."""
    held = {axis: str(r.choice(names)) for axis, names in kinds.HELD[which].items() if r.random() < .5}
    axis = str(r.choice(list(kinds.AXES)))
    return held | {axis: str(r.choice(kinds.HELD[which][axis]))}
