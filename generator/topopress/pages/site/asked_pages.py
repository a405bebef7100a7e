"""The pages that an exploration has only if a setting asks for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from topopress.config.schema import Exploration
from topopress.pages.site.location import (
    ANOMALIES,
    CLASSES,
    OVERLAY,
    REPORT,
    TRAINING,
    compared_name,
)


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A page that a setting asks for.

    Attributes:
        template: Its template.
        is_wanted: Whether the settings ask for it.
        setting: What an author writes to ask for it.
    """

    template: str
    is_wanted: Callable[[Exploration], bool]
    setting: str

    def check(self, settings: object) -> None:
        """Check that settings ask for the page.

        Raises:
            LookupError: they do not.
        """
        if not isinstance(settings, Exploration) or not self.is_wanted(settings):
            raise LookupError(
                f"the exploration has no such page; `{self.setting}` in its exploration.toml asks "
                "for it"
            )


_PAGES: Mapping[str, AskedPage] = {
    ANOMALIES: AskedPage(
        "anomalies.html.jinja",
        lambda settings: settings.listed_anomalies is not None,
        "anomalies = true",
    ),
    REPORT: AskedPage(
        "report.html.jinja", lambda settings: settings.wanted_report is not None, "report = true"
    ),
    TRAINING: AskedPage(
        "training.html.jinja",
        lambda settings: settings.network is not None and bool(settings.network.checkpoints),
        "network.checkpoints",
    ),
    OVERLAY: AskedPage(
        "overlay.html.jinja", lambda settings: settings.overlay is not None, "[overlay.data]"
    ),
    CLASSES: AskedPage(
        "classes.html.jinja",
        lambda settings: settings.wanted_classes is not None,
        "class_pages = true",
    ),
}
_OF_CLASSES = CLASSES.partition("/")[0]


def asked_page(page: str) -> AskedPage | None:
    """Return the page of an address below its exploration; None if no setting asks for such a page.

    Which classes have a page is known after the build, which checks all links once more.
    """
    other = compared_name(page)
    if other is not None:
        return AskedPage(
            "comparison.html.jinja",
            lambda settings: other in settings.compare,
            f'compare = ["{other}"]',
        )
    folder, _, file = page.partition("/")
    if folder == _OF_CLASSES and file.endswith(".html") and page != CLASSES:
        return replace(_PAGES[CLASSES], template="class.html.jinja")
    return _PAGES.get(page)
