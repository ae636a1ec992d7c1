"""Whole drawn photographs of a plate of each format, with truth, to measure finding by:  /usr/bin/python3 whole.py --seed 9 --count 20 --out FOLDER

FOLDER gets NAME.jpg and truth.json: {NAME: {format, rows, columns, corners: {A1: [x, y], ...} of the first and last row and column, mirrored}}.
"""
import argparse
import json
import pathlib

import cv2
import numpy as np

import camera
import scenes
import shading


def photo(r, wells, size=1000):
    """A photo of `size` pixels with all of one plate in it, and the plate's corner wells."""
    image = scenes.backdrop(r, size)
    s = shading.plate(r, wells)
    tilt, half = abs(r.normal(0, .1)), np.array(shading.FOOT) / 2 / s["mm"]
    for _ in range(60):
        share = r.uniform(.3, .92)
        m, lean = shading.pose(r, s, share * size / (2 * half[0]), size / 2 + r.uniform(-.25, .25, 2) * size, tilt, r.uniform(1.5, 5))
        middle = np.array([(s["cols"] - 1) / 2, (s["rows"] - 1) / 2])
        outline = shading.project(m, [middle + half * k for k in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
        if outline.min() > 4 and outline.max() < size - 5:
            break
    else:
        return photo(r, wells, size)
    pitch = share * size / (2 * half[0])
    layers = []
    shading.paint(r, image, s, m, lean, pitch, lid=r.random() < .05)
    image = scenes.light(r, image.astype(np.float32), layers, cover=False)
    if r.random() < .3:
        image = camera.frame_line(r, np.ascontiguousarray(image.astype(np.float32)))
    c, k = s["cols"] - 1, s["rows"] - 1
    names = {"A1": (0, 0), f"A{c + 1}": (c, 0), f"{chr(65 + k)}1": (0, k), f"{chr(65 + k)}{c + 1}": (c, k)}
    # the drawing numbers pixels by their middles, the reader by their corners
    corners = {n: (shading.project(m, [p])[0] + .5).round(2).tolist() for n, p in names.items()}
    return camera.shoot(r, image, min(pitch, 60)), dict(rows=k + 1, columns=c + 1, corners=corners, mirrored=bool(np.linalg.det(m[:2, :2]) < 0))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--seed", type=int, default=9)
    ask.add_argument("--count", type=int, default=20, help="of each format")
    ask.add_argument("--out", required=True)
    args = ask.parse_args()
    out, truth = pathlib.Path(args.out), {}
    out.mkdir(parents=True, exist_ok=True)
    for wells in shading.FORMATS:
        for i in range(args.count):
            image, facts = photo(np.random.default_rng((args.seed, wells, i)), wells)
            name = f"w{wells}-{i}"
            cv2.imwrite(str(out / f"{name}.jpg"), image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
            truth[name] = dict(format=f"W{wells}", **facts)
    (out / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")


if __name__ == "__main__":
    main()
