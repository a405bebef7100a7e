"""Pictures of coloured shapes, as exemplars of the viewer's synthetic explorations."""

from PIL import Image, ImageDraw

TILE = 64


def tile_picture(rng, hue: float, lens: float, wild: bool) -> Image.Image:
    picture = Image.new("HSV", (TILE, TILE), (int(hue * 255), 110, int(70 + 130 * lens)))
    draw = ImageDraw.Draw(picture)
    for _ in range(14 if wild else 5):
        x, y, s = rng.integers(-8, TILE, 3)
        colour = (int((hue * 255 + rng.normal(0, 34)) % 255), int(rng.integers(60, 255)),
                  int(rng.integers(50, 255)))  # fmt: skip
        shape = draw.ellipse if wild or hue > 0.5 else draw.rectangle
        size = int(6 + abs(s) % (18 if wild else 30))
        shape((int(x), int(y), int(x) + size, int(y) + size), fill=colour)
    return picture.convert("RGB")
