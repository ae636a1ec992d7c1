"""What a camera does to a drawn plate: light, cast, blur, noise, sharpening, compression, the burned-in frame.

`take` photographs with a camera of kinds.CAMERAS and tells how sharp and how noisy its picture is; `shoot` gives the picture alone.
"""
import cv2
import numpy as np

import kinds
from brush import pick, smooth_noise


def lamp(r, image, warm=False):
    """Light that falls unevenly, the camera's white balance, colours and exposure. Returns the picture and its contrast.

    Exposed as people do: the card is neither black nor blown out; what is blown out is glare's doing."""
    h, w = image.shape[:2]
    field = 1 + smooth_noise(r, h, w, max(h, w) / 2)[..., None] * r.uniform(0, .08)
    cast = np.clip(1 + r.normal(0, .06, 3), .8, 1.2)
    if warm:
        cast = np.array([r.uniform(1.05, 1.2), r.uniform(.95, 1.05), r.uniform(.6, .8)])
    grey, colours, contrast = image.mean(2, keepdims=True), r.uniform(.65, 1.2), r.uniform(.8, 1.15)
    image = (grey + (image - grey) * colours) * field * cast
    middle = np.median(image)
    image = (image - middle) * contrast + middle * r.uniform(.85, 1.12) + r.uniform(-6, 12)
    high = np.percentile(image.max(2), 60)
    over = min(1., 243 / max(high, 1))
    return image * over, colours * contrast * over


def flare(r, image, centres, px):
    """Lamp light mirrored over several wells. Returns the picture and the share of each well's floor that it blows out."""
    gy, gx = np.mgrid[:image.shape[0], :image.shape[1]].astype(np.float32)
    light = np.zeros(image.shape[:2], np.float32)
    for _ in range(int(r.integers(1, 4))):
        (x, y), size = centres[int(r.integers(len(centres)))] + r.normal(0, .4, 2) * px, r.uniform(.25, 1.6, 2) * px
        light += r.uniform(60, 420) * np.exp(-((gx - x) / size[0]) ** 2 - ((gy - y) / size[1]) ** 2)
    image = image + light[..., None]
    return image, floors_lost(image, centres, px)


def floors_lost(image, centres, px):
    """Share of the middle of each well's floor that is blown out."""
    lost, k = image.min(2) > 246, max(1, int(px * .18))
    floors = [lost[max(0, int(y) - k):int(y) + k + 1, max(0, int(x) - k):int(x) + k + 1] for x, y in centres]
    return np.array([f.mean() if f.size else 1 for f in floors], np.float32)


def blur(r, image, px, motion=False):
    if motion:
        n = max(3, int(px * r.uniform(.06, .13)) | 1)
        kernel = np.zeros((n, n), np.float32)
        cv2.line(kernel, (0, int(r.integers(0, n))), (n - 1, int(r.integers(0, n))), 1.)
        return cv2.filter2D(image, -1, kernel / kernel.sum())
    return cv2.GaussianBlur(image, (0, 0), px * r.uniform(.006, .03)) if r.random() < .5 else image


def jpeg(r, image, low=30, high=96):
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(r.integers(low, high))])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def frame_line(r, image):
    """The lab's capture program burns a green rectangle into the picture."""
    h, w = image.shape[:2]
    m = [int(v) for v in r.uniform(0, .06, 4) * (w, h, w, h)]
    cv2.rectangle(image, (m[0], m[1]), (w - 1 - m[2], h - 1 - m[3]), (r.uniform(0, 80), 255., r.uniform(0, 80)), int(r.integers(1, 4)))
    return image


def sharpen(image, sigma, amount):
    return image + (image - cv2.GaussianBlur(image, (0, 0), sigma)) * amount


def noise(r, image, sigma, cell=1, grey=False):
    h, w = image.shape[:2]
    n = r.normal(0, 1, (h, w, 1 if grey else 3)).astype(np.float32)
    if cell > 1:  # as denoising leaves it: blotches
        n = cv2.GaussianBlur(n, (0, 0), cell).reshape(h, w, -1)
        n = n / (n.std() + 1e-6)
    return image + n * sigma


def softer_colours(image, sigma):
    """Cameras and films keep colours more coarsely than light and dark."""
    grey = image.mean(2, keepdims=True)
    return grey + cv2.GaussianBlur(image - grey, (0, 0), sigma)


# sigma of the lens in pitches, of the noise in levels, JPEG's lowest quality, then what else the camera does
LOOKS = {
    "lab": ((.004, .018), (0, 4), 60), "phone": ((.006, .025), (0, 4), 55), "old-phone": ((.01, .035), (2, 7), 35), "scanner": ((.003, .012), (0, 2), 75),
    "webcam": ((.012, .04), (1, 6), 35), "soft": ((.03, .07), (0, 5), 50), "noisy": ((.006, .025), (5, 13), 50), "hazy": ((.006, .03), (0, 5), 45),
    "motion": ((.004, .02), (0, 5), 50), "chat": ((.006, .025), (0, 3), 28), "video": ((.01, .03), (1, 5), 40), "hdr": ((.004, .02), (0, 4), 55),
}


def take(r, image, px, camera=None):
    """Photographs a picture of `px` pixels a pitch. Returns bytes and dict(camera, sigma (pitches), noise (levels), gain, px).

    Kinds not named are drawn from the trained ones; "warm" (a lamp) is kept for those who ask for it by that name."""
    name = camera if camera in LOOKS else pick(r, kinds.CAMERAS)
    (s0, s1), (n0, n1), low = LOOKS[name]
    lens, sigma = r.uniform(s0, s1), r.uniform(n0, n1)
    image, gain = lamp(r, image, camera == "warm")
    image = image.astype(np.float32)
    if name == "hazy":
        haze = r.uniform(.6, .85)
        image, gain = image * haze + r.uniform(60, 235) * (1 - haze), gain * haze
    if name == "hdr":
        wide = cv2.GaussianBlur(image.mean(2), (0, 0), px * r.uniform(.5, 1))[..., None]
        image = image + (128 - wide) * r.uniform(.3, .6) + (image - wide) * r.uniform(.1, .3)
    image = np.clip(image, 0, 255)
    if lens * px > .25:
        image = cv2.GaussianBlur(image, (0, 0), lens * px)
    if name == "motion":
        n = max(3, int(px * r.uniform(.05, .11)) | 1)
        kernel, a = np.zeros((n, n), np.float32), r.uniform(0, np.pi)
        d = np.array([np.cos(a), np.sin(a)]) * (n - 1) / 2
        cv2.line(kernel, *[tuple(int(round(v)) for v in (n - 1) / 2 + k * d) for k in (-1, 1)], 1.)
        image, lens = cv2.filter2D(image, -1, kernel / kernel.sum()), float(np.hypot(lens, n / px / 3.5))
    image, louder = extras(r, image, px, name, sigma)
    image = np.clip(image, 0, 255).astype(np.uint8)
    floor = int(np.interp(px, (14, 40), (max(low, 65), low)))  # eight-pixel blocks swallow small wells
    for _ in range(2 if name == "chat" else 1):
        image = jpeg(r, image, floor, 97) if name == "chat" or r.random() < .75 else image
    pixel = .5 / px
    return image, dict(camera=name, sigma=float(np.hypot(lens, pixel)), noise=float(sigma * louder), gain=float(gain), px=px)


def extras(r, image, px, name, sigma):
    """Noise, and what the camera's own program makes of the picture. Returns it and how much louder that makes the noise."""
    if name in ("phone", "old-phone"):
        image = noise(r, image, sigma, r.choice([1, 1.5, 2.5]))
        image, much = softer_colours(image, max(.6, px * r.uniform(.01, .04))), r.uniform(.2, 1.1)
        return sharpen(image, max(.8, px * r.uniform(.008, .025)), much), 1 + much / 2
    if name == "webcam":
        image, much = softer_colours(noise(r, image, sigma, r.choice([1, 2])), max(.7, px * r.uniform(.02, .05))), r.uniform(.3, 1.3)
        return sharpen(image, max(1, px * .02), much), 1 + much / 2
    if name == "video":
        image = softer_colours(noise(r, image, sigma, grey=True), max(.8, px * .035))
        image[1::2] = np.roll(image[1::2], 1, 1) if px > 30 and r.random() < .5 else image[1::2]
        grey = image.mean(2, keepdims=True)
        return grey + np.roll(image - grey, int(max(1, px * .02)), 1), 1
    if name == "chat":
        k = r.uniform(.6, .9) if px > 30 else 1
        small = cv2.resize(image, None, fx=k, fy=k, interpolation=cv2.INTER_LINEAR)
        return sharpen(cv2.resize(small, image.shape[1::-1], interpolation=cv2.INTER_CUBIC), 1, r.uniform(0, .5)), 1
    image = noise(r, image, sigma, 1, r.random() < .4)
    return (sharpen(image, max(.8, px * .015), .5), 1.25) if r.random() < .2 else (image, 1)


def shoot(r, image, px, kind=None):
    """A drawn picture as a camera would keep it; see `take`."""
    return take(r, image, px, kind)[0]
