"""Model cards: the .json a program reads and the .md a person reads, from the same facts."""
import json

LIMITS = {
    "well-classifier": [
        "Trained on drawn wells alone; not validated against an assay expert's readings. Every result must say so.",
        "Knows tilted plates with red cells, the tilt in any direction. Settled (untilted) plates and other assays are outside what it has seen.",
        "A clear well with pale cells and an empty one can look the same; the card around the well is its only reference.",
        "Drops whose tail is short (1.25 to 1.6 head radii below the head's centre) are taught as undecided, and more of them the fewer pixels a pitch has: confidence falls there on purpose.",
        "Crops must be 1.25 pitches wide and within about 0.2 pitch of the well's centre; those of one plate belong in one batch, and no others: each is judged beside the mean of all.",
        "That short drops are decided more plainly in the last part of the training was found wanting in an earlier version on the one real plate of the tests; that plate is no independent test.",
        "Figures are over wells that a reader could tell from the drawn photo; eitherWay counts the others, on which either answer is right.",
    ],
    "plate-finder": [
        "Trained on drawn scenes alone: plates of 6, 12, 24, 48, 96 and 384 wells at any angle. Answers where well centres are; which corner is A1 it does not know.",
        "Wells of 9 to 44 pixels a pitch in the picture it is given; outside that use another scale.",
        "What is round and lies in rows and columns like wells (a tip rack, a tube rack) it takes for wells.",
        "Errs most on deep wells seen steeply: their floors lie beside their rims. Its grid is moved onto the rims only where all lie within 0.075 pitch of it (`locate/ring-rules.ts`), a bound settled on drawings of `whole.py` seeds 7, 29, 43, 61 and 71.",
    ],
}
METHOD = {
    "well-classifier": "Two networks of six convolutions and two linear layers each, on the middle 40x40 pixels of 48x48 RGB bytes, each well beside the mean of its plate's wells; the second is shown the wells mirrored, and what they answer is averaged. The average is divided by a temperature that was fitted on kinds of drawing kept out of training.",
    "plate-finder": "A small U-net on RGB bytes; the answer is the probability of a well's centre at half the size.",
}

ONLY = {"well-classifier": "wells", "plate-finder": "finder"}  # train.py's names for them


def write_card(folder, card):
    folder.mkdir(parents=True, exist_ok=True)
    card["limits"] = LIMITS[card["name"]]
    stem = folder / f"{card['name']}-{card['version']}"
    stem.with_name(stem.name + ".json").write_text(json.dumps(card, indent=1) + "\n")
    rows = "\n".join(f"| {k} | " + ", ".join(f"{n} {v}" for n, v in m.items() if n != "perClass") + " |" for k, m in card["metrics"].items())
    each = "\n".join(f"| {k} | " + ", ".join(f"{c} {v}" for c, v in m["perClass"].items()) + " |" for k, m in card["metrics"].items() if "perClass" in m)
    text = f"""# {card['name']} {card['version']}

**Not validated.** {METHOD[card['name']]}

- file `{card['file']}`, sha256 `{card['sha256']}`
- classes {', '.join(card['classes'])}; {card['parameters']:,} parameters; seed {card['seed']}
- trained on {card['trainedOn']}; no photograph was used. Made by `training/train.py --seed {card['seed']} --only {ONLY[card['name']]} --version {card['version']}`

| measured on | result |
|---|---|
{rows}

{('| accuracy by class | |' + chr(10) + '|---|---|' + chr(10) + each) if each else ''}

## Limits
""" + "\n".join(f"- {line}" for line in card["limits"]) + "\n"
    stem.with_name(stem.name + ".md").write_text(text.replace("\n\n\n", "\n\n"))
