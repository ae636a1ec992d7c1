"""Whole scenes for the plate finder: a photo of 256x256 and the map of well centres at half its size."""
from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np

import camera
import render

SIZE = 256
FORMATS = [(8, 12, .78), (4, 6, .08), (6, 8, .06), (16, 24, .08)]


def random_plate(r, rows, cols, px):
    """HI plates mostly; others (liquids of any colour, other formats) so that a plate is told by its wells."""
    s = render.style(r)
    if r.random() < .35:  # any assay: coloured liquids, opaque plates
        s["wall"], s["white"] = r.uniform(.3, 1), r.uniform(0, 255) * np.ones(3)
        s["liquid"] = r.uniform(.1, 1.3, 3)
    if r.random() < .4:  # a camera close by looks into the outer wells from the side
        s["spread"], s["parallax"] = r.normal(0, .09, 2), r.normal(0, .06, 2)
    part = [int(v) for v in r.integers(1, (rows + 1, cols + 1))] if r.random() < .25 else (rows, cols)  # filled in part
    mixed, share = r.random() < .6, r.dirichlet([2, 2, 1])
    calls = []
    for _ in range(rows):
        end = int(r.integers(0, cols + 1))
        row = []
        for j in range(cols):
            cls = str(r.choice(render.CLASSES[:3], p=share)) if mixed else ("FLOWING" if j < end else "NON_FLOWING")
            if len(calls) >= part[0] or j >= part[1]:
                cls = "EMPTY"
            row.append(("UNREADABLE", "glare") if r.random() < .02 else (cls, render.pick(r, render.DROPS[cls])))
        calls.append(row)
    image, centres, _ = render.plate(r, px, calls, s)
    rim = tuple(float(v) for v in np.clip(s["white"] * s["wall"] + s["card"] * (1 - s["wall"]) + r.uniform(-40, 40), 0, 255))
    for _ in range(int(r.integers(1, 4))):
        m = int(px * r.uniform(0, .55))
        cv2.rectangle(image, (m, m), (image.shape[1] - 1 - m, image.shape[0] - 1 - m), rim, int(r.integers(1, max(2, px // 5) + 1)))
    return image, centres


def backdrop(r, size):
    """Anything that is not a plate: gradients, textures, boxes, lines, single circles, letters."""
    image = np.ones((size, size, 3), np.float32) * r.uniform(0, 255, 3).astype(np.float32)
    for cell in (60, 12, 3):
        image += render.smooth_noise(r, size, size, cell)[..., None] * r.uniform(0, 14) * r.uniform(.3, 1, 3)
    for _ in range(int(r.integers(0, 8))):
        a, b = [tuple(int(v) for v in r.integers(0, size, 2)) for _ in range(2)]
        colour, shape = tuple(float(v) for v in r.uniform(0, 255, 3)), r.integers(0, 4)
        if shape == 0:
            cv2.rectangle(image, a, b, colour, -1 if r.random() < .4 else 2)
        elif shape == 1:
            cv2.line(image, a, b, colour, int(r.integers(1, 6)))
        elif shape == 2:
            cv2.circle(image, a, int(r.integers(3, 40)), colour, -1 if r.random() < .4 else 2, cv2.LINE_AA)
        else:
            cv2.putText(image, "".join(chr(r.integers(48, 91)) for _ in range(5)), a, 0, r.uniform(.3, 1.2), colour, 1, cv2.LINE_AA)
    if r.random() < .08:  # stripes and checks: regular, yet no wells
        n = r.integers(6, 30)
        gy, gx = np.mgrid[:size, :size]
        check = ((gx // n) + ((gy // n) if r.random() < .5 else 0)) % 2
        image = image * .5 + check[..., None] * r.uniform(30, 200)
    return image


def pose(r, w, h, cols):
    """Homography that puts a w x h plate into the scene at 8 to 31 pixels a pitch, turned and tilted a little."""
    pitch = r.uniform(8, 31) if cols <= 12 else r.uniform(6, 11)
    scale = pitch * (2 * 1.598 + cols - 1) / w
    a = np.deg2rad(r.normal(0, 7) if r.random() < .85 else r.choice([90, 180, 270]) + r.normal(0, 6))
    box = np.array([[-w, -h], [w, -h], [w, h], [-w, h]]) / 2 * scale
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    q = box @ turn.T
    q = q + r.normal(0, .035, (4, 2)) * np.abs(box).max() * r.uniform(0, 1)
    room = np.abs(SIZE / 2 - np.abs(q).max(0) * .97)
    q = q + SIZE / 2 + r.uniform(-1, 1, 2) * room
    return cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), q.astype(np.float32)), pitch


def target(centres, pitch):
    heat = np.zeros((SIZE // 2, SIZE // 2), np.float32)
    gy, gx = np.mgrid[:SIZE // 2, :SIZE // 2].astype(np.float32)
    sigma = np.clip(pitch / 2 * .13, .8, 2.0)
    k = int(3 * sigma + 1)
    for x, y in (centres - .5) / 2:
        x0, y0 = int(round(x)) - k, int(round(y)) - k
        ys, xs = slice(max(0, y0), max(0, y0 + 2 * k + 1)), slice(max(0, x0), max(0, x0 + 2 * k + 1))
        g = np.exp(-((gx[ys, xs] - x) ** 2 + (gy[ys, xs] - y) ** 2) / (2 * sigma ** 2))
        heat[ys, xs] = np.maximum(heat[ys, xs], g)
    return heat


def scene(seed):
    r = np.random.default_rng(seed)
    image, heat = backdrop(r, SIZE), np.zeros((SIZE // 2, SIZE // 2), np.float32)
    pitch = 20
    if r.random() > .1:
        k = int(r.choice(len(FORMATS), p=[f[2] for f in FORMATS]))
        rows, cols, _ = FORMATS[k]
        drawn, centres = random_plate(r, rows, cols, 26 if cols <= 12 else 13)
        m, pitch = pose(r, drawn.shape[1], drawn.shape[0], cols)
        warped = cv2.warpPerspective(drawn, m, (SIZE, SIZE), flags=cv2.INTER_AREA)
        mask = cv2.warpPerspective(np.ones(drawn.shape[:2], np.float32), m, (SIZE, SIZE))[..., None]
        image = image * (1 - mask) + warped * mask
        heat = target(cv2.perspectiveTransform(centres[None], m)[0], pitch)
    if r.random() < .25:
        c, (gy, gx) = r.uniform(0, SIZE, 2), np.mgrid[:SIZE, :SIZE]
        image = image + 220 * np.exp(-((gx - c[0]) ** 2 + (gy - c[1]) ** 2) / (2 * r.uniform(6, 26) ** 2))[..., None]
    if r.random() < .35:
        image = camera.frame_line(r, np.ascontiguousarray(image.astype(np.float32)))
    return camera.shoot(r, image, pitch), (heat * 255).astype(np.uint8)


def draw(seed, n, workers=2):
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(scene, [(seed, i) for i in range(n)], chunksize=8))
    return np.stack([p[0] for p in parts]), np.stack([p[1] for p in parts])
