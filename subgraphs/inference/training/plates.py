"""Draws whole photographs of HI plates with their truth: `plates.py --seed 7 --count 500 --out DIR [--damage blur]`.

No network is trained on these: each has a maker, a light or a camera that training never sees (kinds.py). Beside each picture lies
its truth: wells with the classes that count as right, centres, kinds, and how much of every damage there is (damage.py).
"""
import argparse
import json
import pathlib
from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np

import camera
import damage
import render
import scenes
import sights
import wells

PX = 64  # pixels a pitch of the drawing; the classifier sees 38
WORK = 1100  # widest picture that is photographed: it holds all that is drawn; larger ones are enlarged from it
MARGIN = (1.598, 1.249)
DAMAGES = ["none", "blur", "glare", "overexposed", "dark", "tilted", "low-resolution", "partial", "turned", "blank", "two", "no-plate", "format",
           "mirrored", "lookalike"]  # a name's place goes into its drawings' seeds
ORIENTATIONS = {"TURNED_90": 90, "TURNED_180": 180, "TURNED_270": 270, "MIRRORED": 0}
# rows, columns, pitch in mm: a plate is 127.76 x 85.48 mm whatever its wells
FORMATS = {"W6": (2, 3, 39.12), "W12": (3, 4, 26.01), "W24": (4, 6, 19.3), "W48": (6, 8, 13.08), "W384": (16, 24, 4.5)}
AMBIGUOUS = .25  # a class with at least this share of a well's label may be read as well


def row_of(r, blank):
    """Twelve letters: an end point, rarely a gap, a prozone, an empty row or a well without contents."""
    if r.random() < .03:
        return "E" * 12
    end = 0 if blank else int(r.choice(13, p=[.06] + [.08] * 11 + [.06]))
    row = ["F"] * end + ["N"] * (12 - end)
    if 1 < end < 12 and r.random() < .03:
        row[int(r.integers(1, end))] = "N"
    elif end > 2 and r.random() < .03:
        row[0] = "N"
    return "".join("E" if r.random() < .002 else "U" if r.random() < .006 else c for c in row)


def calls_of(r, rows):
    """A class and a kind for each letter; beyond the end point buttons turn to films, as antibody thins out."""
    out = []
    for row in rows:
        end, line = row.rfind("F"), []
        for j, letter in enumerate(row):
            cls = {"F": "FLOWING", "N": "NON_FLOWING", "E": "EMPTY", "U": "UNREADABLE"}[letter]
            kind = render.pick(r, {k: v for k, v in render.DROPS[cls].items() if k != "off-well"})
            line.append((cls, "button" if cls == "NON_FLOWING" and j == end + 1 and r.random() < .5 else kind))
        out.append(line)
    return out


def pose(r, size, plate, tilt, fill):
    """The drawn plate seen by a pinhole camera: the homography from its pixels to the photo's, all of it in the picture."""
    (w, h), (pw, ph) = size, plate
    turn, way, far = np.deg2rad(r.normal(0, 3)), r.uniform(0, 2 * np.pi), r.uniform(2.2, 5)
    axis = np.array([np.cos(way), np.sin(way), 0])
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    lean = np.eye(3) + np.sin(tilt) * k + (1 - np.cos(tilt)) * k @ k
    spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    flat = np.array([[1, 0, -pw / 2], [0, 1, -ph / 2], [0, 0, 0]]) / pw
    seen = (lean @ spin @ flat) + np.array([[0, 0, 0], [0, 0, 0], [0, 0, far]])
    corners = project(seen, outline(plate))
    low, high = corners.min(0), corners.max(0)
    scale = fill * min(w / (high[0] - low[0]), h / (high[1] - low[1]))
    room = np.array([w, h]) - scale * (high - low)
    shift = room * r.uniform(.1, .9, 2) - scale * low
    return np.array([[scale, 0, shift[0]], [0, scale, shift[1]], [0, 0, 1]]) @ seen


def project(m, points):
    return cv2.perspectiveTransform(np.float64(points)[None], m)[0]


def outline(plate):
    w, h = plate
    return np.array([[0, 0], [w, 0], [w, h], [0, h]], float)


def drawn_plate(r, name, held):
    """A plate lying flat: its picture, centres, label shares, what they hang on, rows of letters, and its style."""
    s = render.style(r, held.get("light"), held.get("maker"))
    s["tilt"] = r.normal(0, .16)  # towards row H, as labs tilt
    if name == "blank":
        s["labels"] = False
    if name == "format":
        return *other_format(r, s), s
    rows, facts = [row_of(r, name == "blank") for _ in range(8)], []
    image, centres, labels = render.plate(r, PX, calls_of(r, rows), s, facts=facts)
    return image, centres, labels, facts, rows, s


def other_format(r, s):
    name = str(r.choice(list(FORMATS)))
    rows, columns, mm = FORMATS[name]
    px = PX * mm / 9
    calls = [[("EMPTY", "clear-liquid") if r.random() < .3 else ("NON_FLOWING", "film") for _ in range(columns)] for _ in range(rows)]
    margin = ((127.76 / mm - columns + 1) / 2, (85.48 / mm - rows + 1) / 2)
    small = min(px, 110)
    image, centres, labels = render.plate(r, small, calls, s, margin)
    k = px / small
    return cv2.resize(image, None, fx=k, fy=k), centres * k, labels, None, None


def rimmed(r, image):
    """The plate's own edge: steps of plastic around the wells."""
    tone = float(np.clip(image.mean() + r.uniform(-50, 50), 15, 250))
    for _ in range(int(r.integers(1, 4))):
        m = int(PX * r.uniform(0, .5))
        cv2.rectangle(image, (m, m), (image.shape[1] - 1 - m, image.shape[0] - 1 - m), (tone, tone, tone), int(r.integers(1, PX // 8)))
    return image


def desk(r, size):
    """What the plate lies on, by day mostly a plain table."""
    if r.random() < .4:
        return cv2.resize(scenes.backdrop(r, 256), size, interpolation=cv2.INTER_CUBIC)
    small = np.ones((90, 120, 3), np.float32) * r.uniform(20, 240, 3).astype(np.float32)
    return cv2.resize(small + render.smooth_noise(r, 90, 120, 40)[..., None] * r.uniform(0, 12), size, interpolation=cv2.INTER_CUBIC)


def lay(photo, image, m):
    """Puts a plate into the photo in place."""
    w, h = photo.shape[1::-1]
    warped = cv2.warpPerspective(image, m, (w, h), flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.ones(image.shape[:2], np.float32), m, (w, h))[..., None]
    return photo * (1 - mask) + warped * mask


def photo_of(r, name, held):
    """A photograph before the camera: the picture, of each plate its map and what was drawn, and the tilt in degrees."""
    w = int(r.uniform(1000, WORK))
    size = (w, int(w / r.choice([4 / 3, 3 / 2, 17 / 12, 16 / 9])))
    tilt = np.deg2rad(r.uniform(22, 38) if name == "tilted" else abs(r.normal(0, 3.5)))
    if name in ("no-plate", "lookalike"):
        held["sight"] = str(r.choice(sights.PLAIN if name == "no-plate" else sights.LOOKALIKES))
        return sights.sight(r, held["sight"], *size), [], 0.
    photo, plates = desk(r, size), []
    for at, part in places_of(r, size, 2 if name == "two" else 1):
        image, *rest = drawn_plate(r, "format" if plates and r.random() < .3 else name, held)
        image = rimmed(r, np.ascontiguousarray(image))
        m = pose(r, part, image.shape[1::-1], tilt, r.uniform(.6, .97))
        m = np.array([[1, 0, at[0]], [0, 1, at[1]], [0, 0, 1]]) @ m
        photo = lay(photo, image, m)
        plates.append((m, image.shape[1::-1], *rest))
    return photo, plates, float(np.rad2deg(tilt))


def places_of(r, size, plates):
    """Where in the photo each plate lies, and in how much of it: alone, or side by side, or one above the other, the second sometimes running out of it."""
    if plates == 1:
        return [((0, 0), size)]
    w, h = size
    share, out = r.uniform(.45, .6), r.uniform(.1, .4) if r.random() < .3 else 0.
    if r.random() < .3:
        return [((0, 0), (w, int(h * share))), ((0, h * (share + out * (1 - share))), (w, int(h * (1 - share))))]
    return [((0, 0), (int(w * share), h)), ((w * (share + out * (1 - share)), 0), (int(w * (1 - share)), h))]


def pitch_of(m, plate):
    c = np.array(plate) / 2
    a = project(m, [c, c + [PX, 0], c + [0, PX]])
    return float((np.linalg.norm(a[1] - a[0]) + np.linalg.norm(a[2] - a[0])) / 2)


def shot(r, photo, plates, tilt, name, held):
    """The camera's part and the damage. Returns the photo, the move of its pixels, the amounts, and what camera.take tells."""
    moved, amounts = np.eye(3), {"tilted": tilt}
    pitch, extra = pitch_of(*plates[0][:2]) if plates else 60., 0.
    if name == "low-resolution":
        k = r.uniform(15, 35) / pitch
        photo, moved, pitch = cv2.resize(photo, None, fx=k, fy=k, interpolation=cv2.INTER_AREA), np.diag([k, k, 1]), pitch * k
    if name == "blur":
        photo, extra = damage.blurred(r, np.clip(photo, 0, 255), pitch)
    photo, taken = camera.take(r, photo, pitch, held.get("camera"))
    photo, taken["sigma"] = photo.astype(np.float32), float(np.hypot(taken["sigma"], extra))
    if not plates:
        return photo, moved, amounts, taken
    m, plate = moved @ plates[0][0], plates[0][1]
    box, centres = project(m, outline(plate)), project(m, plates[0][2])
    if name == "glare":
        photo = damage.glared(r, photo, centres, pitch)
    if name == "overexposed":
        photo = damage.exposed(r, photo, box)
    if name == "dark":
        photo = damage.darkened(r, photo, box)
    amounts |= {"blur": taken["sigma"], "glare": damage.floors_lost(photo, centres, pitch), "overexposed": damage.lost(photo, box),
                "dark": damage.brightest(photo, box)}
    return photo, moved, amounts, taken


def cut_off(r, photo, centres, pitch):
    """Crops the photo so that wells are lost on one side, or on two that meet: at any place up to four pitches in. Returns it and the move."""
    h, w = photo.shape[:2]
    low, high = centres.min(0), centres.max(0)
    x, y, box = bool(r.integers(2)), bool(r.integers(2)), [0, 0, w, h]
    for k in [[0], [1], [0, 1]][int(r.choice(3, p=[.35, .35, .3]))]:
        d = r.uniform(.1, 4) * pitch
        first = (x, y)[k]
        box[k if first else k + 2] = int(low[k] + d) if first else int(high[k] - d)
    cut = np.ascontiguousarray(photo[box[1]:box[3], box[0]:box[2]])
    return cut, np.array([[1, 0, -box[0]], [0, 1, -box[1]], [0, 0, 1]], float)


def enlarged(r, photo, moved, pitch):
    """The photo as a camera of more pixels keeps it, up to 3000 wide. Returns it, the move, and its pitch."""
    k = np.exp(r.uniform(np.log(1000), np.log(3000))) / photo.shape[1]
    if k <= 1:
        return photo, moved, pitch
    return cv2.resize(photo, None, fx=k, fy=k, interpolation=cv2.INTER_CUBIC), np.diag([k, k, 1]) @ moved, pitch * k


def turned(r, photo, name=None):
    """The whole photo turned or mirrored, as no EXIF tells. Returns it, the move, and what it is called."""
    name = name or str(r.choice(list(ORIENTATIONS)))
    h, w = photo.shape[:2]
    if name == "MIRRORED":
        return np.ascontiguousarray(photo[:, ::-1]), np.array([[-1, 0, w - 1], [0, 1, 0], [0, 0, 1]], float), name
    k = ORIENTATIONS[name] // 90
    moves = {1: [[0, -1, h - 1], [1, 0, 0], [0, 0, 1]], 2: [[-1, 0, w - 1], [0, -1, h - 1], [0, 0, 1]], 3: [[0, 1, 0], [-1, 0, w - 1], [0, 0, 1]]}
    return np.ascontiguousarray(np.rot90(photo, -k)), np.array(moves[k], float), name


def draw(job):
    """One photograph and its truth, written to the folder unless it lies there."""
    seed, number, name, out = job
    cv2.setNumThreads(1)
    file = pathlib.Path(out) / f"{name}-{number:04d}"
    if pathlib.Path(f"{file}.json").exists():
        return
    r = np.random.default_rng((seed, number, DAMAGES.index(name)))
    held = wells.mixed(r, "test")
    photo, plates, tilt = photo_of(r, name, held)
    photo, moved, amounts, taken = shot(r, photo, plates, tilt, name, held)
    if name != "low-resolution":
        photo, moved, taken["px"] = enlarged(r, photo, moved, taken["px"])
    orientation = "UPRIGHT"
    if name in ("turned", "mirrored"):
        photo, move, orientation = turned(r, photo, "MIRRORED" if name == "mirrored" else None)
        moved = move @ moved
    if name == "partial":
        photo, move = cut_off(r, photo, project(moved @ plates[0][0], plates[0][2]), taken["px"])
        moved = move @ moved
    photo = np.clip(photo, 0, 255).astype(np.uint8)
    cv2.imwrite(f"{file}.jpg", photo[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(r.integers(70, 96))])
    truth = dict(photo=f"{file.name}.jpg", orientation=orientation, sight=held.get("sight"), **truth_of(photo, plates, moved, amounts, taken))
    pathlib.Path(f"{file}.json").write_text(json.dumps(truth) + "\n")


def truth_of(photo, plates, moved, amounts, taken):
    h, w = photo.shape[:2]
    truth = dict(width=w, height=h, plates=len(plates), camera=taken, damaged=[], neither=[])
    if len(plates) != 1:
        return truth
    m, _, centres, labels, facts, rows, s = plates[0]
    places = project(moved @ m, centres)
    amounts["low-resolution"] = taken["px"]
    amounts["partial"] = int(((places < 0).any(1) | (places >= (w, h)).any(1)).sum())
    damaged, neither = damage.sort_out(amounts)
    truth |= dict(maker=s["maker"], light=s["light"], amounts={k: round(float(v), 4) for k, v in amounts.items()}, damaged=damaged, neither=neither)
    if not rows:
        return truth
    lost = camera.floors_lost(photo, places, taken["px"])
    return truth | dict(rows=rows, wells=wells_of(places, [wells.fair(*one[:2], taken, one[2]) for one in zip(labels, facts, lost)]))


def wells_of(places, labels):
    """Classes that count as right, the likeliest first; more than one where readers would disagree."""
    out = []
    for i, (at, label) in enumerate(zip(places, labels)):
        order = np.argsort(-label)
        right = [render.CLASSES[k] for k in order if label[k] >= AMBIGUOUS or k == order[0]]
        out.append(dict(name=f"{'ABCDEFGH'[i // 12]}{i % 12 + 1}", right=right, centre=[round(float(v), 2) for v in at]))
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--seed", type=int, default=7)
    a.add_argument("--count", type=int, default=500)
    a.add_argument("--out", required=True)
    a.add_argument("--damage", choices=DAMAGES, default="none")
    a.add_argument("--workers", type=int, default=2)
    o = a.parse_args()
    pathlib.Path(o.out).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(o.workers) as pool:
        list(pool.map(draw, [(o.seed, i + 1, o.damage, o.out) for i in range(o.count)], chunksize=4))


if __name__ == "__main__":
    main()
