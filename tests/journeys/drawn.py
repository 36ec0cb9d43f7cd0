"""A picture for messages: a wheel, drawn here so that nothing foreign is kept in the checkout."""

import io
from functools import cache

from PIL import Image, ImageDraw


@cache
def picture() -> bytes:
    """A PNG of 640 x 480 pixels."""
    image = Image.new("RGB", (640, 480), "#f3ead9")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 640, 480), fill="#d9cdb4")
    for start in range(0, 360, 15):
        pen.pieslice((140, 60, 500, 420), start, start + 1, fill="#b9ad93")
    pen.ellipse((130, 50, 510, 430), outline="#14222b", width=22)
    pen.ellipse((300, 220, 340, 260), fill="#14222b")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
