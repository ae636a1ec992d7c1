"""Crops of single wells for the classifier: 48x48 pixels that span 1.25 pitches, RGB bytes."""
from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np

import camera
import render

SIZE, SPAN = 48, 1.25
SHARE = [.34, .40, .12, .14]
PHOTO_KINDS = ("motion", "warm")


def crop(image, centre, pitch, angle=0.):
    """Averages the pixels under each of the crop's own, as the reader does (cut-wells.ts)."""
    n = max(1, int(np.ceil(SPAN * pitch / SIZE)))
    step, side = SPAN * pitch / (SIZE * n), SIZE * n
    c, s = np.cos(angle) * step, np.sin(angle) * step
    half = (side - 1) / 2
    m = np.array([[c, -s, centre[0] - half * (c - s)], [s, c, centre[1] - half * (s + c)]], np.float32)
    big = cv2.warpAffine(image, m, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT)
    return big if n == 1 else cv2.resize(big, (SIZE, SIZE), interpolation=cv2.INTER_AREA)


def call(r, kind=None):
    """A class and a kind of drawing; with `kind` only that one, where it is a kind of well."""
    for cls, kinds in render.DROPS.items():
        if kind in kinds:
            return cls, kind
    cls = str(r.choice(render.CLASSES, p=SHARE))
    return cls, ("no-well" if cls == "UNREADABLE" and r.random() < .08 else render.pick(r, render.DROPS[cls]))


def place(r, centre, pitch, kind):
    """Where the crop is taken: near the centre, as a found grid errs, or plainly beside the well."""
    if kind == "off-well":
        a, d = r.uniform(0, 6.3), r.uniform(.42, .7) * pitch
        return centre + d * np.array([np.cos(a), np.sin(a)])
    return centre + r.normal(0, .045, 2) * pitch


def tile(job):
    """One tile of 4x6 wells, shot twice. `kind` None draws the training kinds."""
    seed, kind, shots = job
    r = np.random.default_rng(seed)
    calls = [[call(r, kind) for _ in range(6)] for _ in range(4)]
    drawn, centres, labels = render.plate(r, 64, calls, render.style(r, kind if kind in render.CARDS else None), (1.1, 1.1))
    kinds, out = [k for row in calls for _, k in row], []
    for _ in range(shots):
        scale = 1 if r.random() < .45 else np.exp(r.uniform(np.log(.26), 0))
        small = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        seen = labels
        if r.random() < .22:
            small, lost = camera.flare(r, small, centres * scale, 64 * scale)
            share = np.clip((lost - .3) / .3, 0, 1)[:, None]
            seen = labels * (1 - share) + np.array([0, 0, 0, 1], np.float32) * share
        photo = camera.shoot(r, small, 64 * scale, kind if kind in PHOTO_KINDS else None)
        for c, k, label in zip(centres, kinds, seen):
            at = place(r, c * scale, 64 * scale, k)
            out.append((crop(photo, at, 64 * scale * r.uniform(.92, 1.08), r.normal(0, .06)), label))
    return np.stack([o[0] for o in out]), np.stack([o[1] for o in out])


def draw(seed, tiles, kind=None, shots=2, workers=2):
    """(n, 48, 48, 3) bytes and (n, 4) label shares; the same seed draws the same."""
    jobs = [((seed, i), kind, shots) for i in range(tiles)]
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(tile, jobs, chunksize=4))
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
