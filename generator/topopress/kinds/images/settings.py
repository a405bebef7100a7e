"""The data sources that give images."""

from typing import Annotated, Literal

from pydantic import Field

from topopress.config.base import DataSettings, Name, Positive, Share
from topopress.kinds.huggingface.settings import HuggingFaceData

_LINKS_TO = (
    "Folders to which links among the pictures may lead, beside the exploration's own: those of "
    "git-annex, DVC or a cache. Relative paths start from this file."
)


_CHANNELS = (
    "Channels that pictures are read with: 3 (red, green and blue; transparency is laid on white), "
    "1 (grey), or 4 (with their transparency). By default 3, and 1 for a network that takes 1."
)
_MOST_CHANNELS = 4096


class ImageFolder(DataSettings):
    """A folder with one sub-folder of pictures per class."""

    kind: Literal["images"]
    folder: str = Field(description="Folder with class sub-folders, relative to this file.")
    limit_per_class: Positive | None = Field(
        None, description="Take at most this many pictures of each class, drawn by the seed."
    )
    max_broken: Share = Field(0.05, description="Share of unreadable pictures that is tolerated.")
    links_to: tuple[str, ...] = Field((), description=_LINKS_TO)
    channels: Literal[1, 3, 4] | None = Field(None, description=_CHANNELS)


class ImageList(DataSettings):
    """A CSV or JSONL file that lists pictures."""

    kind: Literal["list"]
    file: str = Field(
        description="A .csv or .jsonl file with a column `path` (relative to the list) and, if "
        "there are labels, `label`; further columns become metadata."
    )
    numbers: tuple[str, ...] = Field(
        (),
        description="Further columns that are read as numbers. Others are numbers only if every "
        "value comes back as it is written: `01234` and `1.50` are texts.",
    )
    max_broken: Share = Field(0.05, description="Share of unreadable pictures that is tolerated.")
    links_to: tuple[str, ...] = Field((), description=_LINKS_TO)
    channels: Literal[1, 3, 4] | None = Field(None, description=_CHANNELS)


class ImageArray(DataSettings):
    """Pictures in one .npz or .npy file."""

    kind: Literal["npz"]
    file: str = Field(
        description="A .npz file with `images` (n, height, width, n_channels) uint8 and, if there "
        "are labels, `labels` (n,) integers with `names`, or `labels` as strings; or a .npy file "
        "with the pictures alone. Grey pictures (n, height, width), channels first, and floats "
        "from 0 to 1 are read, too, and the build says how."
    )
    channels: Annotated[int, Field(ge=1, le=_MOST_CHANNELS)] | None = Field(
        None,
        description="Number of channels of a picture, where the shape of the array does not say "
        "which of its axes they are.",
    )


class Builtin(DataSettings):
    """Photographs that come with scikit-image and scikit-learn, cut into crops of many scales."""

    kind: Literal["builtin"]
    name: Literal["photographs"] = Field("photographs", description="Which builtin set.")
    crops: Positive = Field(
        250, description="Crops of each photograph; position and scale are drawn by the seed."
    )


class Torchvision(DataSettings):
    """A data set of torchvision that gives a picture and its class."""

    kind: Literal["torchvision"]
    name: Name = Field(
        description="Name of the class in `torchvision.datasets`, such as `CIFAR10`, `MNIST`, "
        "`Flowers102` or `EuroSAT`."
    )
    folder: Name = Field(
        description="The `root` of the data set, relative to this file; a folder for it alone."
    )
    train: bool | None = Field(
        None, description="For data sets that have this argument: the training part or the other."
    )
    split: Name | None = Field(
        None, description="For data sets that have this argument: which part, such as `test`."
    )
    download: bool = Field(
        False, description="Whether torchvision may download the data set into `folder`."
    )
    limit: Positive | None = Field(
        None, description="Take at most this many pictures, drawn by the seed."
    )
    channels: Literal[1, 3, 4] | None = Field(None, description=_CHANNELS)
    max_broken: Share = Field(0.05, description="Share of unreadable pictures that is tolerated.")


ImageData = ImageFolder | ImageList | ImageArray | Builtin | Torchvision | HuggingFaceData
DATA: tuple[type[DataSettings], ...] = (ImageFolder, ImageList, ImageArray, Builtin, Torchvision)
