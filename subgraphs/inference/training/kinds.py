"""The kinds of plate, light and camera that drawings come in, and which of them training never sees.

Three axes, chosen by name: MAKERS (shape of wells, plastic), LIGHTS (card and lamp) and CAMERAS (camera.py draws them).
The number is how often training meets a kind. Those in HELD["calibration"] only serve to fit the temperature,
those in HELD["test"] only to measure; both weigh 0, so that no drawing for training has them by chance. "lamps", too, weighs 0:
wells.py has it as often as it wants, and what plates.py draws from a seed stays as it was.
"""
import numpy as np

MAKERS = {"thick-v": .26, "thin-u": .18, "flat": .13, "frosted": .1, "milk-white": .08, "tinted-plastic": .09, "wide-rim": .08, "small-well": .08,
          "stepped": 0, "squared": 0, "twin-rim": 0}
LIGHTS = {"green": .27, "white": .12, "grey": .08, "tinted": .09, "any": .1, "warm-room": .06, "cold-room": .05, "table": .08, "dark-card": .05,
          "side": .06, "mono": .04, "blue": 0, "dusk": 0, "yellow": 0, "uv": 0, "twin-lamp": 0, "lamps": 0}
CAMERAS = {"lab": .25, "phone": .2, "old-phone": .1, "scanner": .1, "webcam": .1, "soft": .08, "noisy": .1, "hazy": .07,
           "motion": 0, "chat": 0, "video": 0, "hdr": 0}
AXES = {"maker": MAKERS, "light": LIGHTS, "camera": CAMERAS}
HELD = {
    "calibration": {"maker": ["stepped"], "light": ["blue", "dusk"], "camera": ["motion", "chat"]},
    "test": {"maker": ["squared", "twin-rim"], "light": ["yellow", "uv", "twin-lamp"], "camera": ["video", "hdr"]},
}


def card_colour(r, light):
    """What lies behind the plate."""
    if light in ("green", "side", "twin-lamp", "lamps") and r.random() < (1 if light == "green" else .5):
        return np.array([r.uniform(50, 190), r.uniform(130, 240), r.uniform(60, 190)])
    if light in ("white", "warm-room", "cold-room", "uv"):
        return r.uniform(165, 250) + r.normal(0, 8, 3)
    if light in ("grey", "side", "twin-lamp", "lamps", "dusk"):
        return r.uniform(90, 190) + r.normal(0, 8, 3)
    if light == "tinted":
        return r.uniform(120, 220) + r.normal(0, 28, 3)
    if light == "table":
        return r.uniform(215, 255) + r.normal(0, 5, 3)
    if light == "dark-card":
        return r.uniform(14, 60) + r.normal(0, 6, 3)
    if light == "blue":
        return np.array([r.uniform(60, 130), r.uniform(110, 180), r.uniform(170, 240)])
    if light == "yellow":
        return np.array([r.uniform(200, 245), r.uniform(190, 235), r.uniform(80, 160)])
    return r.uniform(90, 225) + r.uniform(-50, 50, 3)


def lamp_of(r, light):
    """`cast` scales the channels; `mono` is (weights, tint, amount): the light of one colour that leaves one picture of grey."""
    cast, mono = np.ones(3), None
    if light == "warm-room":
        cast = np.array([r.uniform(1.02, 1.15), r.uniform(.9, 1.0), r.uniform(.6, .82)])
    elif light == "cold-room":
        cast = np.array([r.uniform(.75, .92), r.uniform(.93, 1.02), r.uniform(1.03, 1.2)])
    elif light == "dusk":
        cast = np.array([.9, .74, .52]) * r.uniform(.75, 1.05)
    elif light == "uv":
        mono = (np.array([.05, .3, .65]), np.array([r.uniform(.5, .72), r.uniform(.35, .55), 1.]), r.uniform(.6, .92))
    elif light == "mono":
        weights = r.dirichlet([.5, 2, 2])
        mono = (weights, np.clip(r.uniform(.55, 1.05, 3) if r.random() < .5 else r.normal(1, .05, 3), .3, 1.1), r.uniform(.5, 1))
    return cast, mono


def maker_of(r, maker):
    """Sizes in pitches; `corner` over 2 squares the rim, `profile` is the floor's shape, `steps` are rings on the way down."""
    m = dict(outer=r.uniform(.44, .495), inner=r.uniform(.26, .37), wall=r.uniform(.15, .8), corner=2., profile=str(r.choice(["v", "u", "flat"])),
             steps=[], plastic=np.ones(3), rim=r.uniform(-45, 15), nub=0. if r.random() < .85 else r.uniform(-30, 40))
    if maker == "thick-v":
        m.update(inner=r.uniform(.25, .35), wall=r.uniform(.4, .85), profile="v")
    elif maker == "thin-u":
        m.update(inner=r.uniform(.35, .42), wall=r.uniform(.12, .4), profile="u")
    elif maker == "flat":
        m.update(outer=r.uniform(.4, .47), inner=r.uniform(.36, .41), wall=r.uniform(.12, .6), profile="flat")
    elif maker == "frosted":
        m.update(wall=r.uniform(.7, .95), rim=r.uniform(-10, 10), inner=r.uniform(.26, .38))
    elif maker == "milk-white":
        m.update(wall=r.uniform(.93, 1), inner=r.uniform(.3, .42), rim=r.uniform(-60, -10))
    elif maker == "tinted-plastic":
        m.update(plastic=np.clip(r.normal(.85, .12, 3), .5, 1.05))
    elif maker == "wide-rim":
        m.update(outer=r.uniform(.485, .51), inner=r.uniform(.24, .3), rim=r.uniform(-80, 60))
    elif maker == "small-well":
        m.update(outer=r.uniform(.33, .4), inner=r.uniform(.24, .31))
    elif maker == "stepped":
        m.update(inner=r.uniform(.3, .4), profile="v", steps=[(r.uniform(.35, .8), r.uniform(-22, 30), r.uniform(.012, .03)) for _ in range(2)])
    elif maker == "squared":
        m.update(corner=r.uniform(3.2, 6), outer=r.uniform(.42, .48), inner=r.uniform(.3, .38), profile=str(r.choice(["u", "flat"])))
    elif maker == "twin-rim":
        m.update(outer=r.uniform(.45, .49), inner=r.uniform(.28, .34), rim=r.uniform(-90, -50), wall=r.uniform(.1, .3), steps=[(1.12, r.uniform(-70, -30), .014), (1.24, r.uniform(40, 90), .012)])
    if maker in MAKERS and MAKERS[maker] and r.random() < .12:  # many moulds leave a faint line on the way down
        m["steps"] = m["steps"] + [(r.uniform(.4, 1.2), r.uniform(-25, 30), r.uniform(.01, .03))]
    if maker in MAKERS and MAKERS[maker] and r.random() < .1:
        m["corner"] = r.uniform(2, 2.6)
    return m
