"""Whole scenes for the plate finder: a photo of 192x192 and the map of well centres at half its size.

A map's place holds 0..254, how much it is a centre; 255 means "no matter": wells too small or too large to ask for, yet not plainly none.
"""
from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np

import camera
import render
import shading

SIZE = 192
SHARES = {6: .08, 12: .08, 24: .13, 48: .11, 96: .44, 384: .16}
NO_MATTER = 255
# pitches in pixels: none asked under and over the outer ones, all asked between the inner ones
RANGE = (6., 8.5, 44., 60.)


def backdrop(r, size):
    """Anything that is not a plate: gradients, textures, boxes, lines, single circles, letters."""
    image = np.ones((size, size, 3), np.float32) * r.uniform(0, 255, 3).astype(np.float32) * (r.uniform(0, .4) if r.random() < .2 else 1)
    for cell in (60, 12, 3):
        image += render.smooth_noise(r, size, size, cell)[..., None] * r.uniform(0, 14) * r.uniform(.3, 1, 3)
    for _ in range(int(r.integers(0, 9))):
        a, b = [tuple(int(v) for v in r.integers(0, size, 2)) for _ in range(2)]
        tone, shape = tuple(float(v) for v in r.uniform(0, 255, 3)), r.integers(0, 4)
        if shape == 0:
            cv2.rectangle(image, a, b, tone, -1 if r.random() < .4 else 2)
        elif shape == 1:
            cv2.line(image, a, b, tone, int(r.integers(1, 6)))
        elif shape == 2:
            cv2.circle(image, a, int(r.integers(3, 40)), tone, -1 if r.random() < .4 else 2, cv2.LINE_AA)
        else:
            cv2.putText(image, "".join(chr(r.integers(48, 91)) for _ in range(5)), a, 0, r.uniform(.3, 1.2), tone, 1, cv2.LINE_AA)
    return image


def regular(r, image):
    """Regular things that are no wells: checks, keys, holes, bubble sheets, cobbles, lines of text."""
    n, a, kind = r.uniform(7, 34), r.uniform(0, 6.3), int(r.integers(0, 6))
    gy, gx = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    u, v = (gx * np.cos(a) + gy * np.sin(a)) / n + r.random(), (-gx * np.sin(a) + gy * np.cos(a)) / n + r.random()
    if kind == 0:
        mask = ((np.floor(u) + np.floor(v) * r.integers(0, 2)) % 2).astype(np.float32)
    else:
        if kind in (2, 3):  # rows shifted, as keys, bubbles and honeycombs are
            v = v * (1 if kind == 2 else 1.1547)
            u = u + (np.floor(v) % 2) * (.5 if kind == 3 else r.uniform(.2, .8))
        x, y = u - np.floor(u) - .5, v - np.floor(v) - .5
        if kind in (1, 2):
            d = np.maximum(np.abs(x), np.abs(y) * r.uniform(.8, 1.6))
            mask = shading.soft(r.uniform(.3, .46) - d, 1.3 / n)
        elif kind == 3:
            mask = shading.soft(r.uniform(.25, .48) - np.hypot(x, y), 1.3 / n)
        elif kind == 4:  # small holes, screws, pins
            mask = shading.soft(r.uniform(.06, .16) - np.hypot(x, y), 1.3 / n)
        else:
            mask = np.maximum(np.abs(x), 0) < r.uniform(.05, .3)
    some = np.maximum(0, 1 - ((gx - r.uniform(0, SIZE)) ** 2 + (gy - r.uniform(0, SIZE)) ** 2) / r.uniform(60, 200) ** 2) > 0
    mask = (mask * some)[..., None]
    return image * (1 - mask) + r.uniform(0, 255, 3) * mask


def drawn_hi(r, image, m, pitch):
    """A haemagglutination plate as render.py draws it, put into the scene by the homography `m`."""
    s, rows, cols, px = render.style(r), 8, 12, 26
    mixed, share = r.random() < .5, r.dirichlet([2, 2, 1])
    calls = []
    for _ in range(rows):
        end = int(r.integers(0, cols + 1))
        names = [str(r.choice(render.CLASSES[:3], p=share)) if mixed else ("FLOWING" if j < end else "NON_FLOWING") for j in range(cols)]
        calls.append([(n, render.pick(r, render.DROPS[n])) for n in names])
    drawn, centres = render.plate(r, px, calls, s)[:2]
    rim = tuple(float(v) for v in np.clip(s["card"] + r.uniform(-70, 90), 0, 255))
    for _ in range(int(r.integers(1, 4))):
        k = int(px * r.uniform(0, .55))
        cv2.rectangle(drawn, (k, k), (drawn.shape[1] - 1 - k, drawn.shape[0] - 1 - k), rim, int(r.integers(1, px // 5 + 1)))
    origin = centres[0]
    to = m @ np.array([[1 / px, 0, -origin[0] / px], [0, 1 / px, -origin[1] / px], [0, 0, 1]])
    warped = cv2.warpPerspective(drawn, to, (SIZE, SIZE), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones(drawn.shape[:2], np.float32), to, (SIZE, SIZE))[..., None]
    image[:] = image * (1 - mask) + warped * mask
    return mask[..., 0]


def wells_of(m, rows, cols):
    """Centres in pixels and the pitch at each."""
    places = np.array([(j, i) for i in range(rows) for j in range(cols)], float)
    side = [shading.project(m, places + d) for d in ((-.5, 0), (.5, 0), (0, -.5), (0, .5))]
    pitch = (np.hypot(*(side[1] - side[0]).T) + np.hypot(*(side[3] - side[2]).T)) / 2
    return shading.project(m, places), pitch


def mark(heat, excused, centres, pitches, hidden):
    gy, gx = np.mgrid[:SIZE // 2, :SIZE // 2].astype(np.float32)
    for (x, y), pitch in zip((centres - .5) / 2, pitches):
        if not (-2 < x < SIZE / 2 + 2 and -2 < y < SIZE / 2 + 2) or pitch < RANGE[0] or pitch > RANGE[3]:
            continue
        xi, yi = np.clip([int(2 * x), int(2 * y)], 0, SIZE - 1)
        doubt = pitch < RANGE[1] or pitch > RANGE[2] or hidden[yi, xi] > .5
        sigma = float(np.clip(pitch / 2 * .13, .9, 2.4))
        k = int(max(3 * sigma, .25 * pitch) + 1)
        ys, xs = slice(max(0, int(y) - k), int(y) + k + 2), slice(max(0, int(x) - k), int(x) + k + 2)
        d2 = (gx[ys, xs] - x) ** 2 + (gy[ys, xs] - y) ** 2
        if doubt:
            excused[ys, xs] |= d2 < (.15 * pitch) ** 2
        else:
            heat[ys, xs] = np.maximum(heat[ys, xs], np.exp(-d2 / (2 * sigma ** 2)))


def hide(layers, mask):
    for layer in layers:
        layer["hidden"] = np.maximum(layer["hidden"], mask)


def add_plate(r, image, layers, wells=None):
    wells = wells or int(r.choice(list(SHARES), p=list(SHARES.values())))
    pitch = np.exp(r.uniform(np.log(8), np.log(46))) if r.random() < .88 else r.choice([r.uniform(4, 6.5), np.exp(r.uniform(np.log(55), np.log(130)))])
    s = shading.plate(r, wells)
    tilt = abs(r.normal(0, .12)) if r.random() < .55 else r.uniform(.1, .8)
    m, lean = shading.pose(r, s, pitch, SIZE / 2 + r.uniform(-.4, .4, 2) * SIZE, tilt, r.uniform(1.2, 5))
    if r.random() < .5:  # a card or table of its own under the plate
        grow = r.uniform(0, 3)
        q = shading.project(m, [(-1 - grow, -1 - grow), (s["cols"] + grow, -1 - grow), (s["cols"] + grow, s["rows"] + grow), (-1 - grow, s["rows"] + grow)])
        if np.abs(q).max() < 4000:
            cv2.fillPoly(image, [q.astype(np.int32)], tuple(float(v) for v in r.uniform(0, 255, 3)), cv2.LINE_AA)
            hide(layers, cv2.fillPoly(np.zeros((SIZE, SIZE), np.float32), [q.astype(np.int32)], 1.))
    hi = wells == 96 and r.random() < .25
    mask = drawn_hi(r, image, m, pitch) if hi else shading.paint(r, image, s, m, lean, pitch, lid=r.random() < .07)
    hide(layers, mask)
    centres, pitches = wells_of(m, s["rows"], s["cols"])
    layers.append(dict(centres=centres, pitches=pitches, hidden=np.zeros((SIZE, SIZE), np.float32)))
    return pitch


def light(r, image, layers, cover=True):
    """Shadows, lamps mirrored in the plate, things in the way, and scenes as dark or tinted as an ultraviolet box."""
    size = image.shape[0]
    k, (gy, gx) = size / SIZE, np.mgrid[:size, :size].astype(np.float32)
    if r.random() < .3:
        a, at = r.uniform(0, 6.3), r.uniform(.1, .9) * size
        side = (gx - size / 2) * np.cos(a) + (gy - size / 2) * np.sin(a) + size / 2 - at
        image *= 1 - (r.uniform(.2, .75) * shading.soft(side, r.uniform(1, 60) * k))[..., None]
    for _ in range(int(r.choice([0, 1, 2, 3], p=[.6, .2, .1, .1]))):
        c, spread = r.uniform(0, size, 2), r.uniform(4, 30, 2) * k
        image += (r.uniform(60, 320) * np.exp(-((gx - c[0]) / spread[0]) ** 2 - ((gy - c[1]) / spread[1]) ** 2))[..., None]
    if cover and r.random() < .06:
        q = (r.uniform(0, size, 2) + r.normal(0, 30 * k, (4, 2))).astype(np.int32)
        mask = cv2.fillPoly(np.zeros((size, size), np.float32), [cv2.convexHull(q)], 1.)
        image[mask > 0] = r.uniform(0, 255, 3)
        hide(layers, mask)
    if r.random() < .12:
        image = np.clip(image, 0, 255) * r.uniform(.1, 1.1, 3)
    if r.random() < .15:
        image = 255 * (np.clip(image, 0, 255) / 255) ** r.uniform(.5, 2.2)
    return np.clip(image, -50, 400)


def bend(r, image, layers):
    """A lens' barrel or cushion, to the picture and the centres alike."""
    k, c = r.normal(0, .04), SIZE / 2
    gy, gx = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    x, y = (gx - c) / c, (gy - c) / c
    f = 1 + k * (x * x + y * y)
    out = cv2.remap(image, (x * f * c + c).astype(np.float32), (y * f * c + c).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    for layer in layers:
        q = (layer["centres"] - c) / c
        back = q.copy()
        for _ in range(4):
            back = q / (1 + k * (back ** 2).sum(1, keepdims=True))
        layer["centres"] = back * c + c
    return out


def scene(seed, wells=None):
    """The photo's bytes and its map; with `wells`, of plates of that format alone."""
    r = np.random.default_rng(seed)
    image, layers, pitch = backdrop(r, SIZE), [], 20.
    if r.random() < .2:
        image = regular(r, image)
    if r.random() < .92:
        for _ in range(1 if r.random() < .85 else 2):
            pitch = add_plate(r, image, layers, wells)
    image = light(r, image.astype(np.float32), layers)
    if r.random() < .3:
        image = bend(r, image.astype(np.float32), layers)
    if r.random() < .2:
        image = camera.frame_line(r, np.ascontiguousarray(image.astype(np.float32)))
    heat, excused = np.zeros((SIZE // 2, SIZE // 2), np.float32), np.zeros((SIZE // 2, SIZE // 2), bool)
    for layer in layers:
        mark(heat, excused, layer["centres"], layer["pitches"], layer["hidden"])
    target = (heat * 254).astype(np.uint8)
    target[excused & (heat < .1)] = NO_MATTER
    return camera.shoot(r, image, min(pitch, 60)), target


def draw(seed, n, wells=None, workers=2):
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(scene, [(seed, i) for i in range(n)], [wells] * n, chunksize=8))
    return np.stack([p[0] for p in parts]), np.stack([p[1] for p in parts])
