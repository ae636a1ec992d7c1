"""Draws a plate of any format and assay straight into a picture, in any pose.

Each pixel is taken back to the plate (a homography), where lengths are pitches and well (row, column) lies at (column, row);
its colour follows from its place in its well. So a turned, mirrored or oblique plate costs what an upright one does.
"""
import cv2
import numpy as np

from render import smooth_noise

# rows, columns, pitch in mm, rim radius in pitches
FORMATS = {6: (2, 3, 39.12, .45), 12: (3, 4, 26.01, .44), 24: (4, 6, 19.3, .43), 48: (6, 8, 13.08, .43), 96: (8, 12, 9., .41), 384: (16, 24, 4.5, .43)}
FOOT = (127.76, 85.48)


def colour(r, low=0, high=255, spread=30):
    return np.clip(r.uniform(low, high) + r.normal(0, spread, 3), 0, 255).astype(np.float32)


def fillings(r, rows, cols):
    """How much of what is in each well (0 is empty), as assays and half-used plates have it."""
    i, j = np.mgrid[:rows, :cols].astype(np.float32)
    kind = r.integers(0, 7)
    c = {0: lambda: j / max(1, cols - 1), 1: lambda: i / max(1, rows - 1), 2: lambda: r.random((rows, cols)), 3: lambda: np.ones((rows, cols)),
         4: lambda: (r.random((rows, cols)) < r.uniform(.1, .9)) * 1., 5: lambda: np.repeat(r.random((1, cols)), rows, 0), 6: lambda: np.zeros((rows, cols))}[int(kind)]()
    if kind < 2:
        c = (c if r.random() < .5 else 1 - c) ** r.uniform(.5, 3)
    c = c * r.uniform(.6, 1) + r.normal(0, .03, (rows, cols))
    if r.random() < .4:  # used in part: a block, or well after well
        some = (i < r.integers(1, rows + 1)) & (j < r.integers(1, cols + 1)) if r.random() < .5 else (i * cols + j < r.integers(1, rows * cols + 1))
        c = np.where(some if r.random() < .5 else some[::-1, ::-1], c, 0)
    return np.clip(c, 0, 1.2).astype(np.float32)


def look(r, wells):
    """What all wells of a plate share, and what is in each."""
    rows, cols, mm, rim = FORMATS[wells]
    stuff = str(r.choice(["clear", "white", "black", "coloured"], p=[.66, .12, .14, .08]))
    outer = rim * r.uniform(.86, 1.1)
    deep = r.uniform(0, .22) if r.random() < .6 else r.uniform(.2, .5)
    s = dict(rows=rows, cols=cols, mm=mm, stuff=stuff, outer=min(outer, .495), square=(wells == 384 and r.random() < .75) or (wells == 96 and r.random() < .05),
             inner=min(outer, .495) * r.uniform(.55, .97), deep=deep, eye=r.normal(0, .06, 2), spread=r.normal(.0, .5, 2) * deep,
             deck={"clear": colour(r, 120, 255, 15), "white": colour(r, 190, 250, 6), "black": colour(r, 5, 60, 6), "coloured": colour(r, 20, 230, 60)}[stuff],
             deck_alpha=1. if stuff != "clear" else r.uniform(0, .6), wall_alpha=1. if stuff != "clear" else r.uniform(.03, .8), wall=colour(r, 100, 255, 15) if stuff == "clear" else None,
             lit=r.uniform(0, 6.3), lit_gain=r.uniform(0, .45), shade=r.uniform(0, .5), fill=fillings(r, rows, cols), clear_bottom=stuff == "clear" or r.random() < .25)
    s["floor"] = None if s["clear_bottom"] else np.clip(s["deck"] * r.uniform(.3, 1.1), 0, 255)
    if s["wall"] is None:
        s["wall"] = np.clip(s["deck"] * r.uniform(.4, 1.3), 0, 255)
    absorb = np.abs(r.normal(0, 1, 3)) * r.uniform(.2, 3.5)
    absorb[r.integers(0, 3)] *= r.uniform(0, .4)
    per = str(r.choice(["dye", "opaque", "random", "glow"], p=[.5, .2, .2, .1]))
    c = s["fill"][..., None]
    if per == "dye":
        s["through"], s["over"], s["cover"] = np.exp(-absorb * c), np.zeros(3), np.zeros_like(c)
    elif per == "opaque":
        two = colour(r, 0, 255, 60), colour(r, 0, 255, 60)
        s["through"], s["over"], s["cover"] = np.ones_like(c), two[0] * c + two[1] * (1 - c), (c > .02) * r.uniform(.5, 1)
    elif per == "random":
        s["through"], s["over"], s["cover"] = np.ones_like(c), r.uniform(0, 255, (rows, cols, 3)) * r.uniform(.3, 1), (c > .02) * r.uniform(.5, 1)
    else:
        s["through"], s["over"], s["cover"] = np.ones_like(c), colour(r, 120, 255, 80) * (.3 + .9 * c), np.clip(c * 1.2, 0, 1)
    n = int(r.integers(1, 6))
    s["rings"] = [(r.choice(["outer", "inner", "between"], p=[.45, .3, .25]), r.normal(0, .015), r.uniform(.008, .045), r.uniform(20, 170) * r.choice([1, -.6], p=[.7, .3]), r.uniform(0, 6.3), r.uniform(0, 1) ** 2, r.uniform(0, 1)) for _ in range(n)]
    s["spots"] = [(r.normal(0, .13, 2), r.uniform(.015, .07), r.uniform(50, 260), r.uniform(.3, 1)) for _ in range(int(r.choice([0, 1, 2, 3], p=[.45, .25, .2, .1])))]
    return s


def pose(r, s, pitch, at, tilt=0., view=3.):
    """Plate -> picture homography with about `pitch` pixels a pitch at the plate's point which comes to lie at `at`."""
    a = r.uniform(0, 2 * np.pi) if r.random() < .6 else r.choice([0, 0, .5, 1, 1.5]) * np.pi + r.normal(0, .1)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) @ np.diag([-1 if r.random() < .25 else 1, 1])
    phi, d = r.uniform(0, 2 * np.pi), view * np.hypot(s["rows"], s["cols"])
    axis, across = np.array([np.cos(phi), np.sin(phi)]), np.array([-np.sin(phi), np.cos(phi)])
    squeeze = np.outer(axis, axis) + np.cos(tilt) * np.outer(across, across)
    anchor = r.uniform(-.5, .5, 2) * (s["cols"] - 1, s["rows"] - 1) + ((s["cols"] - 1) / 2, (s["rows"] - 1) / 2)
    lin = squeeze @ turn
    far = np.sin(tilt) / d * (across @ turn)
    m = np.eye(3)
    m[:2, :2], m[2, :2] = lin * pitch, far
    back = np.eye(3)
    back[:2, 2] = -anchor
    move = np.eye(3)
    move[:2, 2] = at
    lean = np.linalg.inv(turn) @ across * np.tan(tilt) * -1.
    return move @ m @ back, lean


def project(m, points):
    return cv2.perspectiveTransform(np.asarray(points, np.float64)[None], m)[0]


def rounded(u, v, hx, hy, corner):
    """Distance to a rounded rectangle's edge in pitches, negative inside."""
    qx, qy = np.abs(u) - hx + corner, np.abs(v) - hy + corner
    return np.hypot(np.maximum(qx, 0), np.maximum(qy, 0)) + np.minimum(np.maximum(qx, qy), 0) - corner


def soft(x, width):
    return np.clip(x / width + .5, 0, 1)


def size_in(s, dx, dy):
    return (dx ** 6 + dy ** 6) ** (1 / 6) if s["square"] else np.hypot(dx, dy)


def cells(r, s):
    """Red cells of a tilted plate, one draw for each well: streaming, a button, a film or nothing."""
    n = (s["rows"], s["cols"])
    end = r.integers(0, s["cols"] + 1, (s["rows"], 1))
    kind = np.where(np.arange(s["cols"])[None] < end, 1, r.choice([2, 3], n)) if r.random() < .6 else r.choice([0, 1, 2, 3], n)
    return dict(kind=kind, head=(r.uniform(.06, .13) * r.uniform(.8, 1.2, n)), long=np.where(kind == 1, r.uniform(.1, .4, n), r.uniform(0, .04, n)),
                way=r.uniform(0, 6.3) + r.normal(0, .08, n), at=r.normal(0, .03, n + (2,)), red=np.array([r.uniform(80, 205), r.uniform(10, 75), r.uniform(15, 85)]), film=r.uniform(.1, .6))


def paint(r, image, s, m, lean, pitch, lid=False):
    """Paints the plate over the picture; returns the mask it covers."""
    h, w = image.shape[:2]
    gy, gx = np.mgrid[:h, :w].astype(np.float32)
    b = np.linalg.inv(m)
    den = b[2, 0] * gx + b[2, 1] * gy + b[2, 2]
    u, v = (b[0, 0] * gx + b[0, 1] * gy + b[0, 2]) / den, (b[1, 0] * gx + b[1, 1] * gy + b[1, 2]) / den
    rows, cols, px = s["rows"], s["cols"], 1.2 / pitch
    hx, hy = FOOT[0] / 2 / s["mm"], FOOT[1] / 2 / s["mm"]
    uc, vc = u - (cols - 1) / 2, v - (rows - 1) / 2
    edge = rounded(uc, vc, hx, hy, r.uniform(.15, .5) * 9 / s["mm"])
    cut = r.integers(0, 5)
    for k in range(int(cut)):  # cut corners
        sx, sy = [(1, 1), (-1, 1), (1, -1), (-1, -1)][(k + int(cut)) % 4]
        edge = np.maximum(edge, (uc * sx + vc * sy - hx - hy + r.uniform(.3, .7) * 9 / s["mm"]) * .7)
    inside = soft(-edge, px)[..., None] * (den > 0)[..., None]
    if not inside.any():
        return inside[..., 0]
    below = image if r.random() < .6 else image * r.uniform(.6, 1) + colour(r) * r.uniform(0, .4)
    deck = below * (1 - s["deck_alpha"]) + s["deck"] * s["deck_alpha"]
    for _ in range(int(r.integers(1, 5))):  # rims and steps along the plate's edge
        at, thick = r.uniform(0, .9) * 9 / s["mm"], r.uniform(.02, .12) * 9 / s["mm"] + px * .3
        deck = deck + (r.uniform(-90, 120) * np.exp(-((edge + at) / thick) ** 2))[..., None]
    if r.random() < .4:
        deck = deck * np.where(edge[..., None] > -r.uniform(.2, .9) * 9 / s["mm"], r.uniform(.6, 1.3), 1)
    i, j = np.clip(np.rint(v), 0, rows - 1).astype(int), np.clip(np.rint(u), 0, cols - 1).astype(int)
    dx, dy = u - j, v - i
    at = np.stack([2 * j / max(1, cols - 1) - 1, 2 * i / max(1, rows - 1) - 1], -1)
    off = s["eye"] + s["spread"] * at + lean * s["deep"]
    big = np.maximum(1, np.hypot(off[..., 0], off[..., 1]) / (.5 * s["outer"]))[..., None]
    off = (off / big).astype(np.float32)
    d = size_in(s, dx, dy)
    fx, fy = dx - off[..., 0], dy - off[..., 1]
    df, theta = size_in(s, fx, fy), np.arctan2(dy, dx)
    well, floor = soft(s["outer"] - d, px)[..., None], soft(s["inner"] - df, px)[..., None]
    through, over = s["through"][i, j], np.broadcast_to(s["over"], (rows, cols, 3))[i, j] if np.ndim(s["over"]) < 3 else s["over"][i, j]
    cover = s["cover"][i, j]
    ground = below * s.get("dim", 1.) if s["floor"] is None else s["floor"]
    inked = ground * through * (1 - cover) + over * cover
    inked = inked * (1 - s["shade"] * np.clip(df / s["inner"], 0, 1.4) ** 3)[..., None]
    wall = below * (1 - s["wall_alpha"]) + s["wall"] * s["wall_alpha"]
    seep = s.setdefault("seep", r.uniform(0, .8) if r.random() < .5 else 0.)
    wall = wall * (1 - seep) + inked * seep
    wall = wall * (1 + s["lit_gain"] * np.cos(theta - s["lit"]) * d / s["outer"])[..., None]
    if "cells" in s:
        inked = with_cells(r, s["cells"], inked, fx, fy, i, j, px)
    body = deck * (1 - well) + (wall * (1 - floor) + inked * floor) * well
    for where, shift, thick, gain, way, lobe, mix in s["rings"]:
        o = {"outer": 0., "inner": 1., "between": mix}[where]
        rad = {"outer": s["outer"], "inner": s["inner"], "between": s["outer"] * (1 - mix) + s["inner"] * mix}[where] + shift
        q = size_in(s, dx - o * off[..., 0], dy - o * off[..., 1])
        body = body + (gain * np.exp(-((q - rad) / (thick + .25 * px)) ** 2) * (1 - lobe + lobe * np.cos(theta - way)))[..., None]
    for where, size, gain, share in s["spots"]:
        some = (r.random((rows, cols)) < share)[i, j] * gain
        body = body + (some * np.exp(-((fx - where[0]) ** 2 + (fy - where[1]) ** 2) / size ** 2))[..., None]
    if s.get("marks"):  # printed or moulded marks between the wells
        radius, gain, ring = s["marks"]
        q = np.hypot(u - np.floor(u) - .5, v - np.floor(v) - .5)
        body = body + np.where(edge < -.5, gain * (np.exp(-((q - radius) / (.02 + .25 * px)) ** 2) if ring else soft(radius - q, px)), 0)[..., None]
    if s.get("letters") is not None:
        ink = cv2.warpPerspective(s["letters"], m @ s["letters_at"], (w, h), flags=cv2.INTER_AREA)[..., None] / 255.
        body = body * (1 - ink) + s["ink"] * ink
    if lid:
        shift = r.normal(0, .1, 2) + lean * r.uniform(0, .2)
        q = np.hypot(u - np.rint(u - shift[0]) - shift[0], v - np.rint(v - shift[1]) - shift[1])
        body = body * r.uniform(.6, 1) + r.uniform(0, 70) + (r.uniform(-60, 90) * np.exp(-((q - s["outer"] * r.uniform(.85, 1.1)) / .03) ** 2) * (edge < -.4))[..., None]
    grain = smooth_noise(r, h, w, max(2, pitch * r.uniform(.05, .5)))[..., None] * r.uniform(0, 9)
    image[:] = image * (1 - inside) + (body + grain) * inside
    return inside[..., 0]


def with_cells(r, c, inked, fx, fy, i, j, px):
    kind, head, way, at = c["kind"][i, j], c["head"][i, j], c["way"][i, j], c["at"][i, j]
    qx, qy = fx - at[..., 0], fy - at[..., 1]
    along, side = qx * np.cos(way) + qy * np.sin(way), -qx * np.sin(way) + qy * np.cos(way)
    t = np.clip(along / np.maximum(c["long"][i, j], 1e-3), 0, 1)
    q = np.hypot(along - t * c["long"][i, j], side)
    drop = soft(head * (1 - .7 * t * (kind == 1)) - q, max(px, .03)) * ((kind == 1) | (kind == 2))
    mask = np.maximum(drop * .85, (kind == 3) * c["film"] * .9)[..., None]
    return inked * (1 - mask) + c["red"] * mask


def lettering(r, s):
    """Row letters and column numbers as a mask, and where it lies on the plate."""
    px, (rows, cols) = 24, (s["rows"], s["cols"])
    k, pad = 9 / s["mm"], 1.2
    mask = np.zeros((int((rows - 1 + 2 * pad) * px), int((cols - 1 + 2 * pad) * px)), np.uint8)
    size, away = r.uniform(.35, .7) * min(1, 1.6 * k), s["outer"] + r.uniform(.1, .25)
    for i in range(rows):
        cv2.putText(mask, chr(65 + i), (int((pad - away - .15) * px), int((pad + i + .12) * px)), 0, size, 255, 1, cv2.LINE_AA)
    for j in range(cols):
        cv2.putText(mask, str(j + 1), (int((pad + j - .15) * px), int((pad - away) * px)), 0, size, 255, 1, cv2.LINE_AA)
    return mask, np.array([[1 / px, 0, -pad], [0, 1 / px, -pad], [0, 0, 1.]])


def plate(r, wells):
    s = look(r, wells)
    if wells == 96 and r.random() < .35:
        s["cells"] = cells(r, s)
        if r.random() < .7:
            s["cover"], s["through"] = s["cover"] * 0, s["through"] ** .1
    if r.random() < .4:
        s["marks"] = (r.uniform(.04, .2), r.uniform(-70, 90), r.random() < .6)
    if r.random() < .5:
        (s["letters"], s["letters_at"]), s["ink"] = lettering(r, s), colour(r, 0, 255, 40)
    return s
