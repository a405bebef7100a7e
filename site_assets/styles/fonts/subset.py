"""Make the four font files from the fontsource packages: Latin-1, no hinting, fixed axes.

Run by hand, with fontTools and brotli installed: ``python subset.py FOLDER``. FOLDER holds the
unpacked npm packages as ``newsreader/`` and ``public-sans/``.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *map(ord, "ıŒœŠšŽž‐‑–—‘’‚“”„†‡•…′″‹›€™←↑→↓−∕≠≤≥\u2009\u200a\u202f"),
]
FEATURES = ["calt", "case", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum", "sups", "tnum"]
FONTS = {
    "newsreader-text": ("newsreader", "latin-opsz-normal", {"opsz": 17, "wght": (400, 600)}),
    "newsreader-italic": ("newsreader", "latin-opsz-italic", {"opsz": 17, "wght": 400}),
    "newsreader-display": ("newsreader", "latin-opsz-normal", {"opsz": 60, "wght": 400}),
    "public-sans": ("public-sans", "latin-wght-normal", {"wght": (400, 600)}),
}


def subset(path: Path) -> TTFont:
    """Return a font with only our characters and features."""
    font = TTFont(path, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    return font


def main() -> None:
    """Write the four files beside this one."""
    here, packages = Path(__file__).parent, Path(sys.argv[1])
    for name, (family, cut, axes) in FONTS.items():
        smaller = here / f"{name}.ttf"
        # Saved in between: the instancer cannot follow a subset that is still in memory.
        subset(packages / family / f"files/{family}-{cut}.woff2").save(smaller)
        font = instantiateVariableFont(TTFont(smaller, recalcTimestamp=False), axes)
        font.flavor = "woff2"
        font.save(here / f"{name}.woff2")
        smaller.unlink()


if __name__ == "__main__":
    main()
