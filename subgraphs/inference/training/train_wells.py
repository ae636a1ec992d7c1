"""Trains, calibrates and measures the well classifier; train.py runs it."""
import pathlib
import pickle

import numpy as np
import torch

import fit
import kinds
import networks
import render
import wells
from fit_wells import fit_wells, logits
from card import write_card

TILES, EPOCHS = 12000, 3
THRESHOLDS = (.5, .7, .8)  # the first is what readPlate applies where a caller names none


def drawn(cache, name, work):
    """Drawings kept in a folder, since they take as long as the training."""
    if not cache:
        return work()
    path = pathlib.Path(cache) / f"{name}.pickle"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(work()))
    return pickle.loads(path.read_bytes())


def held_sets(seed, which, few):
    """Drawings by kinds that training never sees: each alone, and a set whose every plate has a maker, a light and a camera of them."""
    sets, start = {}, seed + (1000 if which == "calibration" else 2000)
    for axis, names in kinds.HELD[which].items():
        for name in names:
            sets[f"{axis} never trained on: {name}"] = wells.draw(start + len(sets), few, {axis: name})
    r = np.random.default_rng(start)
    all_new = [wells.draw((start + 500 + i), 1, {axis: str(r.choice(n)) for axis, n in kinds.HELD[which].items()}, workers=1) for i in range(2 * few)]
    sets["maker, light and camera never trained on"] = tuple(np.concatenate([d[k] for d in all_new]) for k in range(3))
    return sets


def measure(z, y, px, t):
    """Over wells whose label is plain; the others are read either way."""
    plain = y.max(1) > .99
    p, truth = torch.softmax(torch.from_numpy(z[plain]) / t, 1).numpy(), y[plain].argmax(1)
    conf, right = p.max(1), p.argmax(1) == truth
    bins = np.clip((conf * 10).astype(int), 0, 9)
    ece = sum(abs(conf[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())
    surest, fine = np.argsort(-conf)[:int(.9 * len(conf))], px[plain] >= 30
    per = {c: round(float(right[truth == i].mean()), 4) for i, c in enumerate(render.CLASSES) if (truth == i).any()}
    share = lambda v: round(float(v.mean()), 4) if len(v) else None
    out = dict(wells=int(plain.sum()), eitherWay=int((~plain).sum()), accuracy=share(right), perClass=per, calibrationError=round(float(ece), 4),
               surest90=share(right[surest]), from30Pixels=share(right[fine]), under30Pixels=share(right[~fine]))
    for level in THRESHOLDS:  # the worst that can befall a titre: Flowing and Non-Flowing confused, and sure of it
        read = conf >= level
        out |= {f"readAt{level}": share(read), f"wrongAmongReadAt{level}": share(~right[read]),
                f"flowConfusedAmongReadAt{level}": share((~right & (p.argmax(1) < 2) & (truth < 2))[read])}
    return out


def train_wells(seed, quick, version, models, export, cache=None):
    few = 4 if quick else 24
    x, y, _ = drawn(cache, "train", lambda: wells.draw(seed, 40 if quick else TILES))
    net = networks.TwoReaders(*(fit_wells(x, y, one, epochs=2 if quick else EPOCHS) for one in (seed, seed + 1))).eval()
    publish(net, len(x), few, seed, version, models, export, cache)


def publish(net, count, few, seed, version, models, export, cache):
    """Fits the temperature on the calibration kinds, measures on the test kinds, writes the file and its cards."""
    cal = drawn(cache, "calibration", lambda: held_sets(seed, "calibration", few)).values()
    x, y = (np.concatenate([c[k] for c in cal]) for k in (0, 1))
    plain = y.max(1) > .99  # as it is measured; what is undecided was taught to be unsure
    t = fit.temperature(logits(net, x)[plain], torch.from_numpy(y[plain]))
    test = drawn(cache, "test", lambda: {"trained kinds, new plates": wells.draw(seed + 50, 2 * few)} | held_sets(seed, "test", few))
    metrics = {name: measure(logits(net, a).numpy(), b, px, t) for name, (a, b, px) in test.items()}
    path = models / f"well-classifier-{version}.onnx"
    t_last = lambda z, t=t: torch.softmax(z / t, 1)
    sha = export(net, t_last, torch.zeros(wells.SET, 48, 48, 3, dtype=torch.uint8), path, ("wells", "probabilities"), ({0: "n"}, {0: "n"}))
    write_card(models, dict(name="well-classifier", version=version, sha256=sha, file=path.name, validated=False, kind="WELL_CLASSIFIER",
                            classes=render.CLASSES, parameters=sum(p.numel() for p in net.parameters()), temperature=round(t, 4), seed=seed,
                            trainedOn=f"{count} drawn wells", heldOut=kinds.HELD, metrics=metrics))
