"""What the templates of the pages of classes get."""

from dataclasses import dataclass
from typing import Annotated

from topopress.pages.contexts import Fact, Link, Page, Table
from topopress.pages.tables.purity_tables import WIDTH, PurityMark


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A picture on a sheet of many, as an SVG that shows its part."""

    file: Annotated[str, "Address of the sheet."]
    sheet_width: Annotated[int, "Width of the sheet in pixels."]
    sheet_height: Annotated[int, "Height of the sheet in pixels."]
    left: Annotated[int, "Left of the picture on the sheet."]
    top: Annotated[int, "Top of the picture on the sheet."]
    width: Annotated[int, "Width of the picture."]
    height: Annotated[int, "Height of the picture."]
    label: Annotated[str, "What it shows, in words."]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class in the directory."""

    link: Annotated[Link, "Link to the page of the class."]
    samples: Annotated[str, "How many samples it has."]
    right: Annotated[str, "Share of them that the network answers with it; an en dash if unknown."]
    purity: Annotated[PurityMark | None, "Its purity in the last layer; None without nodes."]
    since: Annotated[str, "From which layer on its purity is at least twice chance."]
    others: Annotated[str, "The classes together with it in the last layer."]


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """The labels, or the further answers of the network."""

    id: Annotated[str, "Id of the group on the page."]
    title: Annotated[str, "Heading of the group; empty where there is one group."]
    rows: Annotated[tuple[ClassRow, ...], "The classes."]
    right: Annotated[bool, "Whether it is known which samples the network answers with them."]


@dataclass(frozen=True, slots=True)
class ClassesPage(Page):
    """Context of ``classes.html.jinja``."""

    exploration: Annotated[Link, "The exploration the classes belong to."]
    summary: Annotated[str, "How many classes there are, and of what."]
    layer: Annotated[Link, "The last layer."]
    groups: Annotated[tuple[ClassGroup, ...], "The classes in one or two groups."]
    samples: Annotated[str, "Plural noun for the samples, with a capital letter."]
    width: Annotated[int, "Width of a drawing of a purity."] = WIDTH


@dataclass(frozen=True, slots=True)
class ClassPurityRow:
    """The purity of a class in a layer."""

    link: Annotated[Link, "Link to the layer's page."]
    mark: Annotated[PurityMark | None, "The purity; None where no node has members of the class."]
    members: Annotated[str, "Members of the class in nodes."]


@dataclass(frozen=True, slots=True)
class ClassNodeCard:
    """A node that speaks for a class."""

    link: Annotated[Link, "Link to the node in the explorer."]
    picture: Annotated[SheetPicture | None, "Its feature visualisation; None without one."]
    exemplars: Annotated[tuple[SheetPicture, ...], "Exemplars of the class."]
    members: Annotated[str, "How many of its members are of the class."]
    logit: Annotated[str, "What it adds to the logit of the class; empty where unknown."]
    words: Annotated[tuple[Fact, ...], "What the kind of the samples says of the node."]


@dataclass(frozen=True, slots=True)
class ClassLayerCards:
    """The nodes of a layer that speak for a class."""

    id: Annotated[str, "Id of the layer."]
    link: Annotated[Link, "Link to the layer, coloured by the share of the class."]
    nodes: Annotated[tuple[ClassNodeCard, ...], "The nodes of the layer."]


@dataclass(frozen=True, slots=True)
class OtherRow:
    """Another class in the nodes of a class."""

    name: Annotated[str, "Name of the other class."]
    href: Annotated[str, "Link to its page; empty where it has none."]
    shares: Annotated[tuple[str, ...], "Its share in each layer."]
    chance: Annotated[str, "Share that chance gives in the last layer."]
    finding: Annotated[str, "From which layer on they are apart or together; may be an en dash."]


@dataclass(frozen=True, slots=True)
class ClassPage(Page):
    """Context of ``class.html.jinja``."""

    exploration: Annotated[Link, "The exploration the class belongs to."]
    directory: Annotated[str, "Link to the page of all classes."]
    name: Annotated[str, "Name of the class."]
    summary: Annotated[tuple[str, ...], "What it is, in sentences."]
    view: Annotated[str, "Link to the last layer in the explorer, coloured by its share; or empty."]
    purity: Annotated[tuple[ClassPurityRow, ...], "Its purity in each layer."]
    layers: Annotated[tuple[ClassLayerCards, ...], "Its nodes in each layer."]
    attributed: Annotated[bool, "Whether it is known what nodes add to the logit of the class."]
    pictured: Annotated[bool, "Whether exemplars are shown."]
    counted: Annotated[Table | None, "The commonest answers, or labels; None where unknown."]
    layer_names: Annotated[tuple[str, ...], "Names of the layers."]
    others: Annotated[tuple[OtherRow, ...], "Other classes in its nodes."]
    failed: Annotated[Table | None, "Samples with another answer; None without any."]
    previous: Annotated[Link | None, "The class before."]
    next: Annotated[Link | None, "The class after."]
    width: Annotated[int, "Width of a drawing of a purity."] = WIDTH
