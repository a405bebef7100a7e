"""Finds the folder of a ``transformers:`` network and its files. Imports no torch.

The name after the colon is one of

==================== ============================================================
``package:MODULE``   the folder with a config.json in an installed Python package
``path/to/folder``   a folder, relative to the exploration or absolute
``owner/name``       a model of the Hugging Face hub, downloaded once
==================== ============================================================

``#vision`` or ``#text`` after it chooses one of the two towers of a network like CLIP.
"""

import json
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.hub import snapshot_of

CONFIG, TOKENIZER, WEIGHTS = "config.json", "tokenizer.json", "model.safetensors"
INDEX = f"{WEIGHTS}.index.json"
PREFIX, PACKAGE = "transformers:", "package:"
PROCESSORS = ("preprocessor_config.json", "processor_config.json")
"""Files that say how pictures are prepared; the first one that is there counts."""
TOWERS = {"vision": "vision_model", "text": "text_model"}
"""Names of the towers of a network that compares pictures and texts, and of their modules."""
Takes = Literal["pictures", "texts"]
_OF_PICTURES = ("image_size", "num_channels")
"""Settings of which a network of pictures has one."""
_TOKENIZER_FILES = (
    TOKENIZER,
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
)
_PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".h5", ".msgpack")
_HUB_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")
_SAVE = (
    "load it once where you trust it and save it anew: AutoModel.from_pretrained(FOLDER)"
    ".save_pretrained(NEW_FOLDER) and AutoTokenizer.from_pretrained(FOLDER)"
    ".save_pretrained(NEW_FOLDER)"
)


def model_folder(settings: Network, base: Path) -> Path:
    """Return the folder of a network's config, tokenizer and weights.

    Raises:
        NetworkError: There is none, or the hub cannot be reached.
    """
    name = split_tower(settings.name)[0].removeprefix(PREFIX)
    if name.startswith(PACKAGE):
        return _packaged(name.removeprefix(PACKAGE))
    folder = base / name
    try:
        is_folder, is_there = folder.is_dir(), folder.exists()
    except OSError as error:  # a name that is too long
        raise NetworkError(
            f"network.name: cannot look for the folder {name!r:.100} ({error.strerror})"
        ) from error
    if is_folder:
        return folder
    if is_there:
        raise NetworkError(
            f"network.name: {folder} is a file; name the folder with config.json, "
            f"{TOKENIZER} and {WEIGHTS}"
        )
    if not _HUB_NAME.fullmatch(name) or (base / Path(name).parts[0]).is_dir():
        raise NetworkError(
            f"network.name: there is no folder {folder}; paths are relative to the exploration.toml"
        )
    return snapshot_of(name, weights=settings.weights != "random")


def model_files(settings: Network, base: Path) -> dict[str, Path]:
    """Return the files that decide a network's numbers, by name.

    With ``weights = "random"`` these are config and tokenizer, or config and processor of
    pictures, alone.

    Raises:
        NetworkError: A file is missing or damaged, or holds what is never used: pickled weights,
            an adapter, an encoder with a decoder.
    """
    folder = model_folder(settings, base)
    config = read_json(folder / CONFIG)
    _check_config(folder, config)
    if takes_of(config, settings.name) == "pictures":
        names = [CONFIG, *PROCESSORS]
    else:
        names = [CONFIG, *_TOKENIZER_FILES, *sorted(path.name for path in folder.glob("*.model"))]
        _require_tokenizer(folder)
    if settings.weights != "random":
        names += _weights(folder)
    return {name: folder / name for name in names if (folder / name).is_file()}


def takes_of(config: Mapping[str, Any], name: str) -> Takes:
    """Return what a network is shown, by its config and its name.

    Raises:
        NetworkError: It has two towers and the name chooses none, or the reverse.
    """
    tower, has_two = split_tower(name)[1], "vision_config" in config and "text_config" in config
    if has_two and not tower:
        raise NetworkError(
            f"network.name: {name} has a tower for pictures and one for texts; write {name}#vision "
            f"or {name}#text"
        )
    if tower and not has_two:
        raise NetworkError(
            f"network.name: {name}: the network has no two towers; leave out #{tower}"
        )
    if tower:
        return "pictures" if tower == "vision" else "texts"
    return "pictures" if any(key in config for key in _OF_PICTURES) else "texts"


def split_tower(name: str) -> tuple[str, str]:
    """Return a name without the tower at its end, and the tower; "" for none."""
    rest, mark, tower = name.rpartition("#")
    return (rest, tower) if mark and tower in TOWERS else (name, "")


def _require_tokenizer(folder: Path) -> None:
    if not (folder / TOKENIZER).is_file():
        raise NetworkError(
            f"network.name: {folder} has no {TOKENIZER}, the file of a fast tokenizer, which says "
            f"where in the text each piece stands. If the network has a slow tokenizer, {_SAVE}"
        )


def read_json(path: Path) -> Mapping[str, Any]:
    """Return the object in a JSON file of a network.

    Raises:
        NetworkError: The file is missing, or holds something else.
    """
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise NetworkError(
            f"network.name: {path.parent} has no {path.name}; name the folder that "
            "save_pretrained has written"
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise NetworkError(f"network.name: {path} is not JSON ({error})") from error
    if not isinstance(content, dict):
        raise NetworkError(f"network.name: {path} holds no JSON object")
    return content


def _packaged(name: str) -> Path:
    """Return the topmost folder of an installed package that has a config, without importing it."""
    module, _, inner = name.partition("/")
    spec = find_spec(module) if module.isidentifier() else None
    outside = ".." in Path(inner).parts or Path(inner).is_absolute()
    if outside or spec is None or not spec.submodule_search_locations:
        raise NetworkError(
            f"network.name: there is no folder {inner!r} in a package {module!r}; write "
            f"{PREFIX}{PACKAGE}MODULE for a package that pip has installed, or name a folder"
            if inner
            else f"network.name: no package {module!r} is installed; run "
            f"`pip install {module.replace('_', '-')}`, or name a folder"
        )
    folders = [Path(place) / inner for place in spec.submodule_search_locations]
    configs = [path for folder in folders for path in folder.rglob(CONFIG)]
    if not configs:
        raise NetworkError(f"network.name: no folder of the package {name!r} has a {CONFIG}")
    shallow = min(len(path.parts) for path in configs)
    topmost = sorted(path.parent for path in configs if len(path.parts) == shallow)
    if len(topmost) > 1:
        listed = ", ".join(f"{PREFIX}{PACKAGE}{name}/{folder.name}" for folder in topmost)
        raise NetworkError(f"network.name: the package holds several networks; write one: {listed}")
    return topmost[0]


def _check_config(folder: Path, config: Mapping[str, Any]) -> None:
    what = f"network.name: {folder}"
    if (folder / "adapter_config.json").exists():
        raise NetworkError(
            f"{what} holds an adapter (adapter_config.json); merge it into its network "
            "(merge_and_unload) and save that"
        )
    if config.get("is_encoder_decoder"):
        raise NetworkError(
            f"{what} holds an encoder with a decoder, such as T5 or BART, which are not supported "
            "yet; take an encoder (BERT, RoBERTa) or a decoder (GPT-2)"
        )


def _weights(folder: Path) -> list[str]:
    if (folder / WEIGHTS).is_file():
        return [WEIGHTS]
    if not (folder / INDEX).is_file():
        pickled = sorted(path.name for path in folder.iterdir() if path.suffix in _PICKLED)
        if pickled:
            raise NetworkError(
                f"network.name: {folder} has its weights only as {pickled[0]}, a pickle that can "
                f"run code. Topopress reads {WEIGHTS}: {_SAVE}"
            )
        raise NetworkError(
            f"network.name: {folder} has no {WEIGHTS}; download it, or build with "
            'weights = "random"'
        )
    shards = read_json(folder / INDEX).get("weight_map")
    names = sorted(set(shards.values())) if isinstance(shards, dict) else []
    wrong = [name for name in names if not isinstance(name, str) or Path(name).name != name]
    if not names or wrong:
        raise NetworkError(f"network.name: {folder / INDEX} names no weights files of its folder")
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise NetworkError(f"network.name: {folder} lacks {missing[0]}, which {INDEX} names")
    return [INDEX, *names]
