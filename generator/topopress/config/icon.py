"""The icon of a site, a file beside ``site.toml``."""

from dataclasses import dataclass
from pathlib import Path

from topopress.core.errors import ConfigError

LARGEST = 100_000
_BEGINNINGS = {".png": b"\x89PNG\r\n\x1a\n", ".svg": b"<"}


@dataclass(frozen=True, slots=True)
class Icon:
    """The content of an icon, and the ending of its name."""

    ending: str
    content: bytes


def read_icon(content: Path, name: str) -> Icon:
    """Read the icon that ``site.toml`` names.

    Raises:
        ConfigError: if there is no such file in the folder, or it is no SVG or PNG.
    """
    where, file = "content/site.toml, icon", content / name
    ending = file.suffix.lower()
    if ending not in _BEGINNINGS:
        raise ConfigError(f"{where}: must be a file .svg or .png beside site.toml, got {name!r}")
    if not file.resolve().is_relative_to(content.resolve()) or not file.is_file():
        raise ConfigError(f"{where}: there is no file content/{name}")
    try:
        icon = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{where}: content/{name} cannot be read: {error.strerror}") from error
    if not icon.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_BEGINNINGS[ending]):
        raise ConfigError(f"{where}: content/{name} is no {ending[1:].upper()} file")
    if len(icon) > LARGEST:
        raise ConfigError(
            f"{where}: content/{name} has {len(icon):,} bytes, must have at most {LARGEST:,}; "
            "browsers show it 16 to 64 pixels wide"
        )
    return Icon(ending, icon)
