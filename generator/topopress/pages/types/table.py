"""The types of pages that a site has. A new type is a file, a template and an entry here."""

from topopress.pages.types.anomalies import ANOMALIES
from topopress.pages.types.case_study import CASE_STUDY
from topopress.pages.types.claims import CLAIMS
from topopress.pages.types.class_page import CLASS
from topopress.pages.types.classes import CLASSES
from topopress.pages.types.comparison import COMPARISON
from topopress.pages.types.embed import EMBED
from topopress.pages.types.exploration import EXPLORATION
from topopress.pages.types.glossary import GLOSSARY
from topopress.pages.types.home import HOME
from topopress.pages.types.layer import LAYER
from topopress.pages.types.method import METHOD
from topopress.pages.types.not_found import NOT_FOUND
from topopress.pages.types.overlay import OVERLAY
from topopress.pages.types.references import REFERENCES
from topopress.pages.types.report import REPORT
from topopress.pages.types.tags import TAGS
from topopress.pages.types.training import TRAINING

PAGE_TYPES = (
    HOME, NOT_FOUND, EXPLORATION, EMBED, METHOD, LAYER, CLASSES, CLASS, REPORT, COMPARISON,
    TRAINING, ANOMALIES, OVERLAY, CASE_STUDY, CLAIMS, GLOSSARY, REFERENCES, TAGS,
)  # fmt: skip
