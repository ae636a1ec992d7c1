"""From a seed to the shipped weights:  /usr/bin/python3 train.py --seed 1   (see README.md)."""
import argparse
import hashlib
import json
import os
import pathlib
import time

import numpy as np
import torch
import torch.nn as nn

import fit
import networks
import scenes
from card import write_card
from train_wells import train_wells

MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"


def export(net, last, example, path, names, axes):
    torch.onnx.export(networks.Shipped(net, last).eval(), example, str(path), opset_version=13, input_names=[names[0]],
                      output_names=[names[1]], dynamic_axes={names[0]: axes[0], names[1]: axes[1]})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def train_finder(seed, quick, version, count=20000):
    x, y = scenes.draw(seed, 64 if quick else count)
    torch.set_num_threads(1)  # two wait for each other longer than they gain on layers as small as these
    net = fit.fit_finder(x, y, seed, epochs=1 if quick else 8)
    finder_card(net, seed, version, f"{len(x)} drawn scenes", 8 if quick else 24)


def finder_card(net, seed, version, trained_on, scenes_each):
    new = {"drawn scenes of all formats": scenes.draw(seed + 1, 2 * scenes_each)}
    new.update({f"drawn scenes of {n} wells": scenes.draw(seed + 2 + n, scenes_each, n) for n in scenes.SHARES})
    metrics = {name: centres_found(torch.sigmoid(fit.logits(net, a, 10)).numpy(), b) for name, (a, b) in new.items()}
    path = MODELS / f"plate-finder-{version}.onnx"
    axes = ({0: "n", 1: "h", 2: "w"}, {0: "n", 1: "h2", 2: "w2"})
    sha = export(net, torch.sigmoid, torch.zeros(1, 256, 256, 3, dtype=torch.uint8), path, ("photo", "centres"), axes)
    write_card(MODELS, dict(name="plate-finder", version=version, sha256=sha, file=path.name, validated=False, kind="PLATE_FINDER", classes=["WELL_CENTRE"],
                            parameters=sum(p.numel() for p in net.parameters()), seed=seed, trainedOn=trained_on, metrics=metrics))


def centres_found(heat, truth):
    """Share of true centres with an answer over 0.3 within a pixel, and of answers that are no centre."""
    pool = lambda h: nn.functional.max_pool2d(torch.from_numpy(h)[:, None].float(), 3, 1, 1)[:, 0].numpy()
    asked = np.where(truth == scenes.NO_MATTER, 0, truth).astype(np.float32)
    true = (asked >= pool(asked)) & (asked > 150)
    peak = (heat >= pool(heat)) & (heat > .3)
    excused = pool((truth > 40).astype(np.float32)) > 0
    return dict(centresFound=round(float((pool(heat)[true] > .3).mean()), 4), falseAnswers=round(float((peak & ~excused).sum() / max(1, peak.sum())), 4))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--version", default="2.0.0")
    ask.add_argument("--only", choices=["wells", "finder"])
    ask.add_argument("--quick", action="store_true", help="a minute's run that proves the script, not a model to ship")
    ask.add_argument("--cache", help="folder that keeps the classifier's drawings between runs")
    ask.add_argument("--out", help="folder for the models; default ../models")
    args, t0 = ask.parse_args(), time.time()
    global MODELS
    MODELS = pathlib.Path(args.out) if args.out else MODELS
    MODELS.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(min(2, os.cpu_count() or 1))
    torch.use_deterministic_algorithms(True)
    if args.only != "finder":
        train_wells(args.seed, args.quick, args.version, MODELS, export, args.cache)
    if args.only != "wells":
        train_finder(args.seed, args.quick, args.version)
    print(json.dumps({"seconds": round(time.time() - t0)}))


if __name__ == "__main__":
    main()
