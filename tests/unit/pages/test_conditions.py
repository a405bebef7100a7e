"""The language of claims' conditions: what it understands, and where it says that it does not."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topopress.pages.claims.condition import facts_in
from topopress.pages.claims.evaluate import holds, scalar_of
from topopress.pages.claims.parse import parse_condition
from topopress.pages.claims.tokens import LONGEST

FACTS = {
    "a.b": Fraction(8),
    "share": Fraction("0.3"),
    "block10.loop-i3c0.2.rows": Fraction(12),
    "block10.@coffee-00012.members": Fraction(5),
    "verdict": "stable",
}


def says(text):
    return holds(parse_condition(text), FACTS)


@pytest.mark.parametrize(
    ("condition", "is_so"),
    [
        ("a.b >= 8", True),
        ("a.b > 8", False),
        ("a.b != 8", False),
        ("share = 30 %", True),
        ("share = 30%", True),
        ("share + 0.1 = 0.4", True),  # decimal numbers, not binary ones
        ("0.1 <= share < 30 %", False),
        ("8 = a.b <= 8", True),
        ("a.b - 2 * 3 + 1 = 3", True),
        ("(a.b - 2) * 3 = 18", True),
        ("a.b-2 = 6 or a.b = 8", None),
        ("-a.b < -7.5", True),
        ("not a.b = 8", False),
        ("not (a.b = 8 and share > 1)", True),
        ("a.b = 1 and share = 1 or a.b = 8", True),
        ("a.b = 8 or a.b = 8 and share = 1", True),
        ("(a.b = 1 or a.b = 8) and share > 0", True),
        ("((a.b)) = ((8))", True),
        ("block10.loop-i3c0.2.rows - block10.@coffee-00012.members = 7", True),
        ("verdict = 'stable' and verdict != \"not stable\"", True),
    ],
)
def test_what_a_condition_says(condition, is_so):
    if is_so is None:  # a hyphen between letters belongs to the name
        assert facts_in(parse_condition(condition)) == ["a.b-2", "a.b"]
    else:
        assert says(condition) is is_so


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("", "fails at its end: a fact or a number is wanted"),
        ("a.b", "fails at its end: a comparison is wanted"),
        ("a.b > = 3", "fails at '= 3' (character 7): a fact or a number"),
        ("a.b == 3", "fails at '== 3' (character 5): write = for equal"),
        ("a.b ≥ 3", "write >= for at least"),
        ("a.b >= 3 3", "(character 10): the condition should end here"),
        ("(a.b > 3", "fails at its end: a ) is wanted"),
        ("'x' < a.b", "a text can only be compared by = and !="),
        ("a.b + 'x' = 3", "a text cannot be computed with"),
        ("-'x' = 3", "a text cannot be computed with"),
        ("a.b >= 8,000", "a number has no comma"),
        ("a.b / 2 > 1", "there is no division"),
        ("a.b and share", "a comparison is wanted"),
        ("{{ a.b }} > 1", "a fact stands without braces here"),
        ("(" * 99, "more than 30 brackets within each other"),
        ("not " * 99, "more than 30 brackets within each other"),
        ("a.b > 1 or " * 99, f"at most {LONGEST} characters are allowed"),
        ("verdict = 'stable", "a text has no end"),
        ("__import__('os') = 1", "a comparison is wanted"),
    ],
)
def test_a_mistake_is_told_with_its_place(condition, why):
    with pytest.raises(LookupError) as error:
        parse_condition(condition)
    assert why in error.value.args[0]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("verdict = 3", "'stable' is a text, which is compared with a text by = or !="),
        ("a.b = 8 or verdict + 1 > 2", "'stable' is a text, which cannot be computed with"),
    ],
)
def test_texts_are_no_numbers(condition, why):
    with pytest.raises(LookupError) as error:
        says(condition)
    assert why in error.value.args[0]


@pytest.mark.parametrize(
    ("value", "scalar"), [(0.1, Fraction(1, 10)), (3, Fraction(3)), (1e-7, Fraction("1e-7"))]
)
def test_figures_are_decimal_numbers(value, scalar):
    assert scalar_of("x", value) == scalar


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_nothing_is_claimed_of_what_is_unknown(value):
    with pytest.raises(LookupError, match="'x' is"):
        scalar_of("x", value)


@settings(deadline=None)
@given(st.text(alphabet="ab.<>=!+-*()'\" 01%andornot@,{", max_size=60))
def test_any_text_is_understood_or_refused(text):
    try:
        condition = parse_condition(text)
    except LookupError:
        return
    facts_in(condition)


def test_long_conditions_do_not_run_out_of_stack():
    says("a.b" + "+1" * ((LONGEST - 9) // 2) + " > 1")
    says("1 < 2" + " < 2" * 100)
