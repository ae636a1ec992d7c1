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
import render
import scenes
import wells
from card import write_card

MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"


def measure(z, y, t):
    """Accuracy, calibration error and the errors a threshold of 0.6 lets through, over wells with a plain label."""
    plain = y.max(1) > .99
    p, truth = torch.softmax(torch.from_numpy(z[plain]) / t, 1).numpy(), y[plain].argmax(1)
    conf, right = p.max(1), p.argmax(1) == truth
    bins = np.clip((conf * 10).astype(int), 0, 9)
    ece = sum(abs(conf[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())
    read = conf >= .6
    per = {c: round(float(right[truth == i].mean()), 4) for i, c in enumerate(render.CLASSES) if (truth == i).any()}
    return dict(wells=int(plain.sum()), accuracy=round(float(right.mean()), 4), perClass=per, calibrationError=round(float(ece), 4),
                readAt06=round(float(read.mean()), 4), wrongAmongReadAt06=round(float(1 - right[read].mean()), 4))


def export(net, last, example, path, names, axes):
    torch.onnx.export(networks.Shipped(net, last).eval(), example, str(path), opset_version=13, input_names=[names[0]],
                      output_names=[names[1]], dynamic_axes={names[0]: axes[0], names[1]: axes[1]})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def train_wells(seed, quick, version):
    tiles = 40 if quick else 660
    x, y = wells.draw(seed, tiles)
    net = fit.fit_wells(x, y, seed, epochs=2 if quick else 10)
    few = 4 if quick else 30
    cal = [wells.draw(seed + 1, 2 * few)] + [wells.draw(seed + 2 + i, few // 2, k) for i, k in enumerate(render.CALIBRATION_KINDS)]
    z, labels = fit.logits(net, np.concatenate([c[0] for c in cal])), np.concatenate([c[1] for c in cal])
    t = fit.temperature(z, torch.from_numpy(labels))
    test = {"trained kinds, new plates": wells.draw(seed + 50, 2 * few)}
    test.update({f"kind never trained on: {k}": wells.draw(seed + 60 + i, few, k) for i, k in enumerate(render.TEST_KINDS)})
    metrics = {name: measure(fit.logits(net, a).numpy(), b, t) for name, (a, b) in test.items()}
    path = MODELS / f"well-classifier-{version}.onnx"
    t_last = lambda z, t=t: torch.softmax(z / t, 1)
    sha = export(net, t_last, torch.zeros(2, 48, 48, 3, dtype=torch.uint8), path, ("wells", "probabilities"), ({0: "n"}, {0: "n"}))
    write_card(MODELS, dict(name="well-classifier", version=version, sha256=sha, file=path.name, validated=False, kind="WELL_CLASSIFIER",
                            classes=render.CLASSES, parameters=sum(p.numel() for p in net.parameters()), temperature=round(t, 4), seed=seed,
                            trainedOn=f"{len(x)} drawn wells", metrics=metrics))


def train_finder(seed, quick, version):
    x, y = scenes.draw(seed, 60 if quick else 2300)
    net = fit.fit_finder(x, y, seed, epochs=1 if quick else 5)
    a, b = scenes.draw(seed + 1, 10 if quick else 150)
    metrics = {"drawn scenes, new": centres_found(torch.sigmoid(fit.logits(net, a, 10)).numpy(), b)}
    path = MODELS / f"plate-finder-{version}.onnx"
    axes = ({0: "n", 1: "h", 2: "w"}, {0: "n", 1: "h2", 2: "w2"})
    sha = export(net, torch.sigmoid, torch.zeros(1, 256, 256, 3, dtype=torch.uint8), path, ("photo", "centres"), axes)
    write_card(MODELS, dict(name="plate-finder", version=version, sha256=sha, file=path.name, validated=False, kind="PLATE_FINDER", classes=["WELL_CENTRE"],
                            parameters=sum(p.numel() for p in net.parameters()), seed=seed, trainedOn=f"{len(x)} drawn scenes", metrics=metrics))


def centres_found(heat, truth):
    """Share of true centres with an answer over 0.3 within a pixel, and of answers that are no centre."""
    pool = lambda h: nn.functional.max_pool2d(torch.from_numpy(h)[:, None].float(), 3, 1, 1)[:, 0].numpy()
    near, peak, true = pool(heat), (heat >= pool(heat)) & (heat > .3), truth > 237
    excused = pool(truth.astype(np.float32)) > 60
    return dict(centresFound=round(float((near[true] > .3).mean()), 4), falseAnswers=round(float((peak & ~excused).sum() / max(1, peak.sum())), 4))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--version", default="1.1.0")
    ask.add_argument("--only", choices=["wells", "finder"])
    ask.add_argument("--quick", action="store_true", help="a minute's run that proves the script, not a model to ship")
    ask.add_argument("--out", help="folder for the models; default ../models")
    args, t0 = ask.parse_args(), time.time()
    global MODELS
    MODELS = pathlib.Path(args.out) if args.out else MODELS
    MODELS.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(min(2, os.cpu_count() or 1))
    torch.use_deterministic_algorithms(True)
    for name, work in (("wells", train_wells), ("finder", train_finder)):
        if args.only in (None, name):
            work(args.seed, args.quick, args.version)
    print(json.dumps({"seconds": round(time.time() - t0)}))


if __name__ == "__main__":
    main()
