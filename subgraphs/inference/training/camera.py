"""What a camera does to a drawn plate: light, cast, blur, noise, compression, the burned-in frame."""
import cv2
import numpy as np

from render import smooth_noise


def lamp(r, image, warm=False):
    h, w = image.shape[:2]
    field = 1 + smooth_noise(r, h, w, max(h, w) / 2)[..., None] * r.uniform(0, .09)
    cast = np.clip(1 + r.normal(0, .07, 3), .75, 1.25)
    if warm:
        cast = np.array([r.uniform(1.05, 1.2), r.uniform(.95, 1.05), r.uniform(.6, .8)])
    grey = image.mean(2, keepdims=True)
    image = (grey + (image - grey) * r.uniform(.55, 1.2)) * field * cast
    return (image - 128) * r.uniform(.75, 1.2) + 128 * r.uniform(.75, 1.2) + r.uniform(-12, 12)


def flare(r, image, centres, px):
    """Lamp light mirrored over several wells. Returns the picture and the share of each well's floor that it blows out."""
    gy, gx = np.mgrid[:image.shape[0], :image.shape[1]].astype(np.float32)
    light = np.zeros(image.shape[:2], np.float32)
    for _ in range(int(r.integers(1, 4))):
        (x, y), size = centres[int(r.integers(len(centres)))] + r.normal(0, .4, 2) * px, r.uniform(.25, 1.6, 2) * px
        light += r.uniform(60, 420) * np.exp(-((gx - x) / size[0]) ** 2 - ((gy - y) / size[1]) ** 2)
    image = image + light[..., None]
    lost = image.min(2) > 246
    k = int(px * .2)
    floors = [lost[max(0, int(y) - k):int(y) + k + 1, max(0, int(x) - k):int(x) + k + 1] for x, y in centres]
    return image, np.array([f.mean() if f.size else 1 for f in floors], np.float32)


def blur(r, image, px, motion=False):
    if motion:
        n = max(3, int(px * r.uniform(.06, .13)) | 1)
        kernel = np.zeros((n, n), np.float32)
        cv2.line(kernel, (0, int(r.integers(0, n))), (n - 1, int(r.integers(0, n))), 1.)
        return cv2.filter2D(image, -1, kernel / kernel.sum())
    return cv2.GaussianBlur(image, (0, 0), px * r.uniform(.006, .03)) if r.random() < .5 else image


def jpeg(r, image, low=30):
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(r.integers(low, 96))])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def frame_line(r, image):
    """The lab's capture program burns a green rectangle into the picture."""
    h, w = image.shape[:2]
    m = [int(v) for v in r.uniform(0, .06, 4) * (w, h, w, h)]
    cv2.rectangle(image, (m[0], m[1]), (w - 1 - m[2], h - 1 - m[3]), (r.uniform(0, 80), 255., r.uniform(0, 80)), int(r.integers(1, 4)))
    return image


def shoot(r, image, px, kind=None):
    """A drawn picture as the camera would keep it. `px` is its pitch; `kind` is None, "motion" or "warm"."""
    image = lamp(r, image, kind == "warm")
    image = blur(r, np.clip(image, 0, 255), px, kind == "motion")
    image = image + r.normal(0, r.uniform(0, 7), image.shape) * (1 if r.random() < .7 else smooth_noise(r, *image.shape[:2], 2)[..., None])
    image = np.clip(image, 0, 255).astype(np.uint8)
    return jpeg(r, image) if r.random() < .7 else image
