"""What the rules of a report say, as sentences with their figures."""

from collections.abc import Mapping

from topopress.core.language import decimals, gettext, gettext_noop
from topopress.diagnosis.verdicts.types import Rule, Verdict

_SHARES = {
    "dead", "dead_before", "own", "probe", "excused", "chance", "overlap", "start", "last", "best",
    "from", "at", "best_probe",
    "agreement",
}  # fmt: skip
_POINTS = {"error", "cost", "at_most", "gap"}
_DAMAGED = gettext_noop(
    "The network answers {own} of the samples right, and a linear probe of {best} {probe} "
    "(the difference has a standard error of {error} points)."
)
_SENTENCES: Mapping[Rule, str] = {
    "dead": gettext_noop(
        "{layer} has dead units: {dead} of its channels never vary, and {dead_before} of those of "
        "{before}, the layer before."
    ),
    "collapsed": gettext_noop(
        "{layer} has collapsed: its intrinsic dimension is {dimension}, and that of {before}, the "
        "layer before, is {dimension_before}."
    ),
    "reset": gettext_noop(
        "The weights of {block} look untrained, and those of the other blocks do not: look at this "
        "block."
    ),
    "broken_from": gettext_noop(
        "The weights of {block} and of all blocks after it look untrained: the network is broken "
        "from there on."
    ),
    "same_answer": gettext_noop(
        "Classes of one pair get the same answers: {classes}. If the classes of a pair count as "
        "one, {excused} of the answers are right."
    ),
    "says_less": gettext_noop(
        "It says less than its layers hold, and no rule tells why. It may have been trained for "
        "other labels or with exchanged ones, or a block may be weakened."
    ),
    "readable_nowhere": gettext_noop(
        "These labels are readable in no layer: the best probe, of {best}, is right for {probe} of "
        "the samples, and the commonest label alone for {chance}."
    ),
    "read_early": gettext_noop(
        "These labels ask little of the network: a probe of {layer} is right for {probe}, and the "
        "best one, of {best}, for {best_probe}. Whether blocks after {layer} are needed cannot be "
        "seen by these labels."
    ),
    "adds_nothing": gettext_noop(
        "{block} adds nothing for these samples: skipping it costs at most {at_most} points of "
        "accuracy (measured: {cost})."
    ),
    "could_be_linear": gettext_noop(
        "{block} could be linear: the best linear map in its place costs at most {at_most} points "
        "of accuracy (measured: {cost})."
    ),
    "changes_little": gettext_noop(
        "{layer} changes little: {overlap} of the nearest neighbours are those of {before}, and "
        "CKA is {cka}. Nothing between them can be skipped, so this does not say that it is not "
        "needed."
    ),
    "apart_at_first": gettext_noop(
        "{first} and {second} are apart in {layer} already: a probe of the two begins with {start} "
        "and comes to {best}."
    ),
    "part_between": gettext_noop(
        "{first} and {second} part between {before} and {layer}: a probe of the two rises from "
        "{from} to {at} (at most {best})."
    ),
    "part_gradually": gettext_noop(
        "{first} and {second} part gradually, half way at {layer}: a probe of the two begins with "
        "{start} and comes to {best}."
    ),
    "do_not_part": gettext_noop(
        "{first} and {second} do not part: in the last layer a probe of the two is right for "
        "{last}."
    ),
    "permuted": gettext_noop(
        "The last layers are the same, perhaps with channels in another order: matched one to one, "
        "nine in ten correlate by {lowest} or more, and Procrustes is {procrustes}."
    ),
    "rescaled": gettext_noop(
        "The last layers are the same but for the order and the scale of their channels: matched "
        "one to one, nine in ten correlate by {lowest} or more; Procrustes is {procrustes}."
    ),
    "rotated": gettext_noop(
        "The last layers are the same up to a rotation: Procrustes is {procrustes}, and channels "
        "that are matched one to one are not the same (one in ten correlates by less than "
        "{lowest})."
    ),
    "same_but_classes": gettext_noop(
        "The last layers differ no more than those of two seeds (CKA {cka}, Procrustes "
        "{procrustes}), but one network answers these classes five times less often: {classes}. "
        "{agreement} of the answers agree."
    ),
    "same_up_to_the_seed": gettext_noop(
        "The networks are the same up to the seed, as far as the last layer and the answers tell: "
        "CKA {cka}, Procrustes {procrustes}, and {agreement} of the answers agree."
    ),
}
_OF_DAMAGE: tuple[Rule, ...] = ("reset", "broken_from", "same_answer", "says_less")
TITLES: Mapping[Rule, str] = {
    "dead": gettext_noop("Dead units"),
    "collapsed": gettext_noop("Collapsed"),
    "reset": gettext_noop("Damaged in one block"),
    "broken_from": gettext_noop("Broken from a block on"),
    "same_answer": gettext_noop("Same answer for two classes"),
    "says_less": gettext_noop("Says less than its layers hold"),
    "readable_nowhere": gettext_noop("Labels that no layer holds"),
    "read_early": gettext_noop("Labels that ask little"),
    "adds_nothing": gettext_noop("Adds nothing"),
    "could_be_linear": gettext_noop("Could be linear"),
    "changes_little": gettext_noop("Changes little"),
    "apart_at_first": gettext_noop("Apart in the first layer"),
    "part_between": gettext_noop("Part between two layers"),
    "part_gradually": gettext_noop("Part gradually"),
    "do_not_part": gettext_noop("Do not part"),
    "permuted": gettext_noop("Channels permuted"),
    "rescaled": gettext_noop("Channels permuted and rescaled"),
    "rotated": gettext_noop("Rotated"),
    "same_but_classes": gettext_noop("Same but for classes"),
    "same_up_to_the_seed": gettext_noop("Same up to the seed"),
}


def sentence(verdict: Verdict) -> str:
    """Return what a rule says, in the language of the page."""
    values = {**verdict.of, **{name: _figure(name, v) for name, v in verdict.figures.items()}}
    said = gettext(_SENTENCES[verdict.rule], **values)
    if verdict.rule in _OF_DAMAGE:
        return f"{gettext(_DAMAGED, **values)} {said}"
    return said


def title(verdict: Verdict) -> str:
    """Return the name of what a rule says."""
    return gettext(TITLES[verdict.rule])


def share(value: float) -> str:
    """Return ``93.4 %``."""
    return f"{decimals(100 * value, 1)}\u00a0%"


def points(value: float) -> str:
    """Return a difference of shares in percentage points: ``−0.6``."""
    return decimals(100 * value, 1).replace("-", "−")


def _figure(name: str, value: float) -> str:
    if name in _SHARES:
        return share(value)
    if name in _POINTS:
        return points(value)
    return decimals(value, 1 if name.startswith("dimension") else 3)
