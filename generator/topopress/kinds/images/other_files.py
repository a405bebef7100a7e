"""Which files in a folder of pictures are never pictures. They are counted, and not named.

Everything that is not listed here is used, or is skipped and named.
"""

import os

from topopress.kinds.images.decoding import FORMATS, SUFFIXES

_TEXTS = ".txt .md .rst .log .tex .bib .html .htm .css .xml .xmp .aae .rtf .url .lnk"
_TABLES = (
    ".csv .tsv .json .jsonl .ndjson .yaml .yml .toml .ini .cfg .conf .parquet .feather .arrow .sql "
    ".sqlite .db .lock .md5 .sha1 .sha256 .dvc"
)
_PROGRAMS = ".py .pyc .ipynb .sh .bat .ps1 .m .r .jl .c .h .cpp .java .js .ts .rs .go .exe .dll .so"
_ARRAYS = (
    ".npy .npz .mat .h5 .hdf5 .pkl .pickle .pt .pth .safetensors .ckpt .onnx .tfrecord .lmdb .mdb"
)
_ARCHIVES = ".zip .tar .gz .tgz .bz2 .xz .zst .7z .rar"
_OFFICE = ".pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp"
_FILMS = ".mp3 .wav .flac .ogg .m4a .mp4 .m4v .mov .avi .mkv .webm .mpg .mpeg .wmv .srt .vtt"
_ENDINGS = frozenset(
    " ".join((_TEXTS, _TABLES, _PROGRAMS, _ARRAYS, _ARCHIVES, _OFFICE, _FILMS)).split()
)
_PLAIN_NAMES = (
    "readme license licence copying notice authors changelog changes contributing citation "
    "makefile dockerfile thumbs.db desktop.ini"
)
_NAMES = frozenset(_PLAIN_NAMES.split()) | {"icon\r"}
_OF_MACOS = "__MACOSX"
# Pictures of formats that are not read.
_FORMATS = (
    ".gif .bmp .tif .tiff .heic .heif .avif .jp2 .jxl .ppm .pgm .pbm .ico .svg .psd .tga .exr .dng "
    ".cr2 .cr3 .nef .arw .orf .raf .rw2 .dcm"
)
_OTHER_PICTURES = frozenset(_FORMATS.split())
NO_FORMAT = f"its format is none of {', '.join(FORMATS)}"
OTHER_ENDING = f"its name ends in none of {', '.join(SUFFIXES)}; rename it if it is a picture"


def ending(name: str) -> str:
    """Return the ending of a name in small letters, with its dot; empty if it has none."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122


def folder_kind(name: str) -> str:
    """Return the kind of a folder that is never looked into, or an empty text."""
    if name == _OF_MACOS:
        return f"{_OF_MACOS} folder"
    return "hidden folder" if name.startswith(".") else ""


def other_kind(name: str) -> str:
    """Return the kind of a file that is never a picture, or an empty text."""
    if name.startswith("."):
        return "hidden file"
    if name.lower() in _NAMES:
        return name.strip()
    return found if (found := ending(name)) in _ENDINGS else ""


def needs_look(name: str) -> bool:
    """Return whether only the content of a file says whether it is a picture."""
    found = ending(name)
    return found in ("", ".") or found in _OTHER_PICTURES
