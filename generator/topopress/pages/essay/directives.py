"""All directives of essays by their names. ``directive.py`` says what each has to provide."""

from collections.abc import Mapping

from topopress.pages.essay.claims import CLAIM
from topopress.pages.essay.directive import Directive
from topopress.pages.essay.explorer import EXPLORER
from topopress.pages.essay.figure_list import FIGURES, TABLES

DIRECTIVES: Mapping[str, Directive] = {one.name: one for one in (EXPLORER, CLAIM, FIGURES, TABLES)}
