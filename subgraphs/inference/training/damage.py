"""What spoils a photograph, each by its physical amount. DEFINED says from where on a plate counts as damaged and up to where
as sound; what lies between is neither, and is not counted.

Amounts: `blur` sigma of lens, movement and pixel in pitches; `glare` share of the wells' floors that light blows out; `overexposed` share
of the plate's area without any colour left; `dark` the luma (0..255) that the plate's brightest tenth reaches; `tilted` degrees
between the plate's axis and the line of sight; `low-resolution` pixels from well to well; `partial` wells outside the picture.
"""
import cv2
import numpy as np

import camera

# amount from which it is damage, and up to which it is none; dark and low-resolution fall instead of rising
DEFINED = {"blur": (.06, .035), "glare": (.06, .015), "overexposed": (.25, .05), "dark": (60, 90), "tilted": (22, 10),
           "low-resolution": (36, 44), "partial": (1, 0)}
FALLING = ("dark", "low-resolution")
BLOWN = 250


def sort_out(amounts):
    """The names whose amount is damage, and the names that are neither damaged nor sound."""
    over = lambda k, v, bound: v <= bound if k in FALLING else v >= bound
    damaged = [k for k, v in amounts.items() if over(k, v, DEFINED[k][0])]
    sound = [k for k, v in amounts.items() if (v >= DEFINED[k][1] if k in FALLING else v <= DEFINED[k][1])]
    return damaged, [k for k in amounts if k not in damaged and k not in sound]


def blurred(r, photo, pitch):
    sigma = r.uniform(.062, .15)
    k = max(1, int(sigma * pitch / 3))  # a wide blur of a picture that is small is the same, and quick
    small = cv2.resize(photo, None, fx=1 / k, fy=1 / k, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma * pitch / k)
    return cv2.resize(small, photo.shape[1::-1], interpolation=cv2.INTER_CUBIC), sigma


def glared(r, photo, centres, pitch):
    """Lamps mirrored in the plate until enough of the floors are lost."""
    k = 4 if pitch > 60 else 1  # light is smooth: a small picture of it will do
    h, w = photo.shape[:2]
    light = np.zeros((h // k, w // k, 1), np.float32)
    for _ in range(12):
        lit, _ = camera.flare(r, np.zeros((h // k, w // k, 3), np.float32), centres / k, pitch / k)
        light += lit[..., :1]
        out = np.clip(photo + cv2.resize(light[..., 0], (w, h))[..., None], 0, 255)
        if floors_lost(out, centres, pitch) > DEFINED["glare"][0]:
            break
    return out


def exposed(r, photo, box):
    """More light until a good part of the plate has no colour left."""
    for gain in np.linspace(r.uniform(1.2, 1.8), 6, 25):
        out = np.clip(photo * gain, 0, 255)
        if lost(out, box) > r.uniform(.26, .6):
            break
    return out


def darkened(r, photo, box):
    gain = r.uniform(18, 56) / max(1, brightest(photo, box))
    return np.clip(photo * gain + r.normal(0, r.uniform(.5, 3), photo.shape).astype(np.float32), 0, 255)


def floors_lost(photo, centres, pitch):
    """Share of the wells' floors (a disc of .24 pitch) that is blown out."""
    k = max(1, int(.24 * pitch))
    gone = (photo.min(2) >= BLOWN).astype(np.float32)
    disc = cv2.circle(np.zeros((2 * k + 1, 2 * k + 1), np.float32), (k, k), k, 1, -1)
    gone = cv2.copyMakeBorder(gone, k, k, k, k, cv2.BORDER_CONSTANT)
    at = np.clip(np.round(centres).astype(int), 0, np.array(photo.shape[1::-1]) - 1)
    return float(np.mean([(gone[y:y + 2 * k + 1, x:x + 2 * k + 1] * disc).sum() / disc.sum() for x, y in at]))


def lost(photo, box):
    return float((within(photo, box).min(1) >= BLOWN).mean())


def brightest(photo, box):
    return float(np.percentile(within(photo, box) @ np.array([.299, .587, .114], np.float32), 90))


def within(photo, box):
    """Every so many of the plate's pixels; `box` holds its corners."""
    mask = cv2.fillConvexPoly(np.zeros(photo.shape[:2], np.uint8), np.round(box).astype(np.int32), 1)
    ys, xs = np.nonzero(mask[::3, ::3])
    return photo[3 * ys, 3 * xs].astype(np.float32)
