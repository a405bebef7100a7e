"""Models of the Hugging Face hub: found in its cache on this machine, else downloaded once.

Imports no torch. Only what may be read is downloaded: JSON, text and safetensors, no pickles and no
Python code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topopress.core.errors import NetworkError

_TEXTS = ("*.json", "*.txt", "*.model")
_WEIGHTS = "*.safetensors"


def snapshot_of(name: str, *, weights: bool) -> Path:
    """Return the folder of a model's newest files; those in the cache are not looked up again.

    Raises:
        NetworkError: The model is not in the cache, and cannot be downloaded.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    wanted = [*_TEXTS, *([_WEIGHTS] if weights else [])]
    found = None
    try:
        found = Path(snapshot_download(name, local_files_only=True, allow_patterns=wanted))
        if any(found.glob(_WEIGHTS if weights else "config.json")):
            return found
    except OSError:  # not in the cache
        pass
    except HFValidationError as error:
        raise NetworkError(f"network.name: {name!r} is no name of the hub ({error})") from error
    try:
        with _without_bars():
            return Path(snapshot_download(name, allow_patterns=wanted))
    except (OSError, HfHubHTTPError, ValueError, RuntimeError) as error:
        if found is not None:
            return found
        reason = str(error).strip().partition("\n")[0]
        raise NetworkError(
            f"network.name: there is no folder {name!r}, and the hub's model of that name is not "
            f"on this machine and cannot be downloaded ({reason:.200}); name a folder with its "
            "config.json, tokenizer.json and model.safetensors"
        ) from error


@contextmanager
def offline() -> Iterator[None]:
    """Keep the hub's library from every connection inside the block."""
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


@contextmanager
def _without_bars() -> Iterator[None]:
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    if are_progress_bars_disabled():
        yield
        return
    disable_progress_bars()
    try:
        yield
    finally:
        enable_progress_bars()
