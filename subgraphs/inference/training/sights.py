"""What a photo may show in a plate's stead, for the bench alone: benches, paper, hands, textures, and things that come near a plate.

LOOKALIKES stand in rows and columns as wells do: a board of holes, a rack of tips, a plan of a plate on paper.
"""
import cv2
import numpy as np

import render
import scenes

PLAIN = ["bench", "sheet", "hand", "texture"]
LOOKALIKES = ["holes", "rack", "plan"]


def tone(r, low=0, high=255):
    return tuple(float(v) for v in np.clip(r.uniform(low, high) + r.normal(0, 25, 3), 0, 255))


def table(r, w, h):
    small = np.ones((90, 120, 3), np.float32) * np.float32(tone(r, 20, 240)) + render.smooth_noise(r, 90, 120, 30)[..., None] * r.uniform(0, 14)
    image = cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)
    return image + render.smooth_noise(r, h, w, 3)[..., None] * r.uniform(0, 5)


def things(r, image, n):
    """Boxes, bottles from above, pens, cables, a label."""
    h, w = image.shape[:2]
    at = lambda: (int(r.uniform(-.1, 1.1) * w), int(r.uniform(-.1, 1.1) * h))
    for _ in range(n):
        kind, k = int(r.integers(0, 5)), r.uniform(.03, .2) * w
        if kind == 0:
            box = cv2.boxPoints((at(), (k * r.uniform(.5, 2), k), r.uniform(0, 90)))
            cv2.fillPoly(image, [box.astype(np.int32)], tone(r), cv2.LINE_AA)
        elif kind == 1:
            c = at()
            for share in sorted(r.uniform(.2, 1, int(r.integers(1, 4))))[::-1]:
                cv2.circle(image, c, max(2, int(k / 2 * share)), tone(r), -1, cv2.LINE_AA)
        elif kind == 2:
            cv2.line(image, at(), at(), tone(r), max(2, int(k * .08)), cv2.LINE_AA)
        elif kind == 3:
            points = np.cumsum(np.vstack([at(), r.normal(0, k, (9, 2))]), 0).astype(np.int32)
            cv2.polylines(image, [points], False, tone(r), max(2, int(k * .05)), cv2.LINE_AA)
        else:
            cv2.putText(image, "".join(chr(r.integers(48, 91)) for _ in range(9)), at(), 0, k / 60, tone(r), max(1, int(k / 40)), cv2.LINE_AA)
    return image


def bench(r, w, h):
    return things(r, table(r, w, h), int(r.integers(0, 12)))


def on_paper(r, w, h, draw):
    """A sheet that `draw` fills, lying on a table as a camera sees it."""
    pw, ph = (1000, 707) if r.random() < .6 else (707, 1000)
    sheet = np.ones((ph, pw, 3), np.float32) * np.float32(tone(r, 215, 255))
    draw(sheet)
    k = r.uniform(.6, 1.3) * min(w / pw, h / ph)
    box = cv2.boxPoints(((w / 2 + r.normal(0, .05) * w, h / 2 + r.normal(0, .05) * h), (pw * k, ph * k), r.normal(0, 12)))
    m = cv2.getPerspectiveTransform(np.float32([[0, ph], [0, 0], [pw, 0], [pw, ph]]), np.float32(box + r.normal(0, .02 * w, (4, 2))))
    photo = things(r, table(r, w, h), int(r.integers(0, 4)))
    mask = cv2.warpPerspective(np.ones((ph, pw), np.float32), m, (w, h))[..., None]
    return photo * (1 - mask) + cv2.warpPerspective(sheet, m, (w, h)) * mask


def sheet(r, w, h):
    """Text, a table with numbers, or bubbles to be ticked."""
    kind, ink = int(r.integers(0, 3)), tone(r, 10, 90)

    def draw(p):
        ph, pw = p.shape[:2]
        if kind == 2:
            dx, dy, few = int(r.uniform(18, 30)), int(r.uniform(24, 44)), int(r.integers(3, 6))
            for y in range(80, ph - 60, dy):
                for x in range(60, pw - 40, dx):
                    if ((x - 60) // dx) % (few + 2) < few:
                        cv2.circle(p, (x, y), int(dx * .38), ink, -1 if r.random() < .2 else 1, cv2.LINE_AA)
            return
        step = int(r.uniform(18, 40))
        for y in range(70, ph - 40, step):
            cells = range(50, pw - 60, int(step * r.uniform(2, 4)) if kind else pw)
            for x in cells:
                long = 4 if kind else int(r.uniform(.4, 1) * (pw - 120) / (step * .33))
                cv2.putText(p, "".join(chr(r.integers(97, 123)) if r.random() < .82 else " " for _ in range(long)), (x, y), 0, step / 45, ink, 1, cv2.LINE_AA)
            if kind:
                cv2.line(p, (40, y + step // 3), (pw - 40, y + step // 3), ink, 1)
    return on_paper(r, w, h, draw)


def hand(r, w, h):
    """A gloved or bare hand over the bench."""
    photo, skin = bench(r, w, h), np.array(tone(r, 120, 200)) if r.random() < .4 else np.array([225, 170, 140]) * r.uniform(.4, 1.1)
    mask, size, (x, y) = np.zeros((h, w), np.float32), r.uniform(.3, .7) * h, (r.uniform(.3, .7) * w, r.uniform(.5, .9) * h)
    cv2.ellipse(mask, (int(x), int(y)), (int(size * .35), int(size * .42)), r.uniform(0, 40), 0, 360, 1., -1, cv2.LINE_AA)
    way = r.uniform(-2.2, -.9)
    for k in np.linspace(-.75, .75, 5):
        a, long = way + k, size * r.uniform(.7, 1.05)
        cv2.line(mask, (int(x), int(y)), (int(x + long * np.cos(a)), int(y + long * np.sin(a))), 1., int(size * .16), cv2.LINE_AA)
    light = cv2.GaussianBlur(mask, (0, 0), size * .05)[..., None]
    return photo * (1 - mask[..., None]) + skin * (.45 + .55 * light) * mask[..., None]


def pattern(r, w, h):
    """Coordinates of a lattice at any angle, the pitch in pixels."""
    n, a = w * np.exp(r.uniform(np.log(.012), np.log(.09))), r.uniform(0, 6.3)
    gy, gx = np.mgrid[:h, :w].astype(np.float32)
    return (gx * np.cos(a) + gy * np.sin(a)) / n, (-gx * np.sin(a) + gy * np.cos(a)) / n, n


def texture(r, w, h):
    """Cloth, bricks, keys, checks, honeycomb, grating: repeated, and no wells."""
    u, v, n = pattern(r, w, h)
    kind, soft = int(r.integers(0, 6)), 1.3 / n
    if kind in (1, 2):
        u = u + (np.floor(v) % 2) * (.5 if kind == 1 else r.uniform(.15, .4))
    if kind == 3:
        v = v * 1.1547
        u = u + (np.floor(v) % 2) * .5
    x, y = u - np.floor(u) - .5, v - np.floor(v) - .5
    edge = {0: lambda: np.sin(2 * np.pi * u) * np.sin(2 * np.pi * v) * .3, 1: lambda: .42 - np.maximum(np.abs(x), np.abs(y)),
            2: lambda: .4 - np.maximum(np.abs(x), np.abs(y)), 3: lambda: r.uniform(.3, .48) - np.hypot(x, y),
            4: lambda: ((np.floor(u) + np.floor(v)) % 2) - .5, 5: lambda: r.uniform(.1, .4) - np.abs(x)}[kind]()
    mask = np.clip(edge / soft + .5, 0, 1)[..., None]
    photo = table(r, w, h) * (1 - mask) + table(r, w, h) * mask
    return things(r, photo, int(r.integers(0, 3)))


def holes(r, w, h):
    """A perforated board that fills the picture."""
    u, v, n = pattern(r, w, h)
    away = np.hypot(u - np.floor(u) - .5, v - np.floor(v) - .5)
    mask = np.clip((r.uniform(.12, .42) - away) * n / 1.3 + .5, 0, 1)[..., None]
    return table(r, w, h) * (1 - mask) + table(r, w, h) * mask


def rack(r, w, h):
    """A rack of tips seen from above: eight rows of twelve, each tip a ring with a narrow dark bore, some taken out."""
    rows, cols, px = 8, 12, 40
    deck, ring = np.array(tone(r, 30, 230)), np.array(tone(r, 140, 255))
    box = np.ones((int((rows + 1.5) * px), int((cols + 2.2) * px), 3), np.float32) * np.float32(deck)
    there, size = r.random((rows, cols)) < r.choice([1, .95, .5]), r.uniform(.3, .42)
    for i in range(rows):
        for j in range(cols):
            c = (int((j + 1.6) * px), int((i + 1.25) * px))
            if not there[i, j]:
                cv2.circle(box, c, int(px * size * .9), tuple(float(v) for v in deck * .35), -1, cv2.LINE_AA)
                continue
            cv2.circle(box, c, int(px * size), tuple(float(v) for v in ring), -1, cv2.LINE_AA)
            cv2.circle(box, c, int(px * size * .7), tuple(float(v) for v in ring * .75), -1, cv2.LINE_AA)
            cv2.circle(box, c, int(px * size * r.uniform(.25, .35)), (20., 20., 20.), -1, cv2.LINE_AA)
    return laid(r, bench(r, w, h), box)


def plan(r, w, h):
    """A plan of a plate on paper: circles in eight rows of twelve with letters and numbers, some shaded by hand."""
    ink = tone(r, 10, 90)

    def draw(p):
        px = (p.shape[1] - 140) / 12
        for i in range(8):
            cv2.putText(p, chr(65 + i), (20, int(150 + px * i)), 0, px / 70, ink, 1, cv2.LINE_AA)
            for j in range(12):
                c = (int(80 + px * (j + .5)), int(150 + px * i))
                if r.random() < .25:
                    cv2.circle(p, c, int(px * .36), tone(r, 120, 230), -1, cv2.LINE_AA)
                cv2.circle(p, c, int(px * .4), ink, 1, cv2.LINE_AA)
    return on_paper(r, w, h, draw)


def laid(r, photo, image):
    h, w = photo.shape[:2]
    k = r.uniform(.5, .9) * min(w / image.shape[1], h / image.shape[0])
    m = cv2.getRotationMatrix2D((image.shape[1] / 2, image.shape[0] / 2), r.normal(0, 6), k)
    m[:, 2] += np.array([w, h]) / 2 - np.array(image.shape[1::-1]) / 2
    mask = cv2.warpAffine(np.ones(image.shape[:2], np.float32), m, (w, h))[..., None]
    return photo * (1 - mask) + cv2.warpAffine(image, m, (w, h), flags=cv2.INTER_AREA) * mask


def sight(r, kind, w, h):
    return {"bench": bench, "sheet": sheet, "hand": hand, "texture": texture, "holes": holes, "rack": rack, "plan": plan}[kind](r, w, h).astype(np.float32)
