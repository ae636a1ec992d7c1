"""Draws the demonstration plate that `npm start` reads: demo/demo-plate.jpg and what it shows, demo/demo-plate.json."""
import json
import pathlib

import cv2
import numpy as np

import camera
import render

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "demo"
WIDTH, HEIGHT, PITCH = 1700, 1200, 118
# pattern, end point by FIRST_BREAK and by LAST_FLOWING, flag
ROWS = {
    "A": ("FFFFNNNNNNNN", 4, 4, None),
    "B": ("FFFFFFFNNNNN", 7, 7, None),
    "C": ("FFFFFNNNNNNN", 5, 5, None),
    "D": ("NNNNNNNNNNNN", 0, 0, None),
    "E": ("FFFFFFFFFFFF", 12, 12, None),
    "F": ("NFFFFFNNNNNN", 6, 6, "PROZONE"),
    "G": ("FFFNFNNNNNNN", 3, 5, "GAP"),
    "H": ("FFFFFFNNNNNN", 6, 6, None),
}


def bench_style(r):
    """The lab's bench: light green card, clear plate, red cells running straight down."""
    s = render.style(r, "green")
    s.update(card=np.array([112., 196., 138.]), white=np.array([228., 216., 238.]), wall=.62, outer=.475, inner=.33, parallax=np.array([.005, .015]),
             spread=np.array([.012, .01]), liquid=np.array([.7, .82, .78]), shade=.22, red=np.array([158., 34., 58.]), head=.088, tilt=.03, run=1.05,
             fuzz=.014, film=.58, condensation=False, ringlight=None, jitter=.006, gapmarks=True, labels=True, clear=1.)
    s["arcs"] = [(2.6, .9, 70, .25, .02), (-.5, .7, 60, .55, .016), (1.4, .8, -35, .8, .02), (-2.2, .5, 80, .9, .012)]
    s["spots"] = [(np.array([-.07, -.12]), .02, 150), (np.array([.06, -.13]), .016, 110)]
    return s


def kinds(r, pattern):
    """Wells beyond the end point turn from a button to a film, as antibody thins out."""
    out, beyond = [], 0
    for c in pattern:
        beyond = 0 if c == "F" else beyond + 1
        out.append(("FLOWING", "teardrop") if c == "F" else ("NON_FLOWING", "round" if beyond == 1 and r.random() < .5 else "film"))
    return out


def main():
    r = np.random.default_rng(11)
    image, _, _ = render.plate(r, PITCH, [kinds(r, p[0]) for p in ROWS.values()], bench_style(r))
    h, w = image.shape[:2]
    for m, tone in ((6, 214.), (22, 176.), (30, 222.)):
        cv2.rectangle(image, (m, m), (w - 1 - m, h - 1 - m), (tone * .94, tone, tone * .97), 5 if m == 6 else 2, cv2.LINE_AA)
    desk = np.ones((HEIGHT, WIDTH, 3), np.float32) * np.array([205., 200., 196.], np.float32) + render.smooth_noise(r, HEIGHT, WIDTH, 300)[..., None] * 5
    m = cv2.getRotationMatrix2D((w / 2, h / 2), .5, .985)
    m[:, 2] += [(WIDTH - w) / 2 + 3, (HEIGHT - h) / 2 - 4]
    mask = cv2.warpAffine(np.ones((h, w), np.float32), m, (WIDTH, HEIGHT))[..., None]
    photo = desk * (1 - mask) + cv2.warpAffine(image, m, (WIDTH, HEIGHT)) * mask
    field = 1 + render.smooth_noise(r, HEIGHT, WIDTH, 900)[..., None] * .04
    photo = cv2.GaussianBlur(photo * field, (0, 0), 1.1) + r.normal(0, 2.2, photo.shape)
    cv2.rectangle(photo, (18, 16), (WIDTH - 20, HEIGHT - 18), (40., 235., 60.), 2)
    FOLDER.mkdir(exist_ok=True)
    cv2.imwrite(str(FOLDER / "demo-plate.jpg"), np.clip(photo, 0, 255).astype(np.uint8)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 84])
    rows = {k: dict(pattern=p, firstBreak=a, lastFlowing=b, flag=f) for k, (p, a, b, f) in ROWS.items()}
    text = json.dumps(dict(photo="demo-plate.jpg", note="drawn by training/demo.py; no real plate", width=WIDTH, height=HEIGHT, rows=rows), indent=1)
    (FOLDER / "demo-plate.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
