"""Names of lenses: what is understood, and what is said of the rest."""

import pytest

from topopress.config.lenses import (
    FORMS,
    SHOWN,
    LensName,
    checked_lenses,
    is_column,
    is_of_samples,
    needs_metadata,
    needs_network,
    needs_raw_rows,
    parse_lens,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("l2_norm", LensName("l2_norm")),
        ("component:3", LensName("component", number=3)),
        ("knn_distance", LensName("knn_distance", number=5)),
        ("knn_distance:12", LensName("knn_distance", number=12)),
        ("logit:tench, Tinca tinca", LensName("logit", text="tench, Tinca tinca")),
        ("logit:a:b", LensName("logit", text="a:b")),
        ("probability:a:b", LensName("probability", text="a:b")),
        ("loss", LensName("loss")),
        ("metadata:age", LensName("metadata", text="age")),
        ("raw:component:2", LensName("raw", text="component:2")),
        ("file:a b/my.py:f_1", LensName("file", text="a b/my.py:f_1")),
    ],
)
def test_a_name_is_taken_apart(written, meant):
    assert parse_lens(written) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("l2norm", "there is no lens 'l2norm'; did you mean 'l2_norm'? (allowed: l1_norm, l2_norm"),
        ("densty:3", "there is no lens 'densty:3'; did you mean 'density'?"),
        ("component", "needs a whole number from 1 to 1000000 after a colon (component:1"),
        ("component:0", "needs a whole number from 1"),
        ("component:²", "needs a whole number from 1"),
        ("knn_distance:few", "got 'few'"),
        ("l2_norm:2", "takes nothing after a colon, got 'l2_norm:2'"),
        ("logit", "needs the name or the index of a class after a colon"),
        ("probability", "needs the name or the index of a class after a colon"),
        ("error:cat", "the lens 'error' takes nothing after a colon"),
        ("metadata: ", "needs a column of the samples' metadata after a colon"),
        ("raw", "needs a lens of the rows before they were prepared after a colon"),
        ("raw:norm", "there is no lens 'norm'"),
        ("raw:density", "takes l1_norm, l2_norm, max_norm, component, got 'raw:density'"),
        ("raw:raw:l2_norm", "takes l1_norm, l2_norm, max_norm, component"),
        ("file", "needs a Python file and a function after a colon"),
        ("file:my.py", "'file:PATH.py:FUNCTION', got 'file:my.py'"),
        ("file:my.txt:f", "'file:PATH.py:FUNCTION'"),
        ("file:my.py:1f", "'file:PATH.py:FUNCTION'"),
        ("file:/home/my.py:f", "needs a path relative to exploration.toml"),
        ("", "there is no lens ''"),
    ],
)
def test_a_wrong_name_is_one_clear_sentence(written, said):
    with pytest.raises(ValueError) as error:
        parse_lens(written)
    assert said in str(error.value)


def test_one_name_or_two_different_ones():
    assert checked_lenses("density") == "density"
    assert checked_lenses(["l2_norm", "density"]) == ("l2_norm", "density")
    for wrong in (["density"], ["density", "density"], ["l1_norm", "l2_norm", "density"], []):
        with pytest.raises(ValueError, match="one lens or two different ones"):
            checked_lenses(wrong)
    for wrong in (3, None, ["l2_norm", 3], {"l2_norm": 1}):
        with pytest.raises(ValueError, match="a lens or a list of two names"):
            checked_lenses(wrong)


def test_what_is_shown_is_what_there_is():
    assert [name.partition(":")[0] for name in SHOWN] == list(FORMS)


def test_which_lenses_are_handed_over_as_columns():
    names = [
        "l2_norm",
        "confidence",
        "logit:3",
        "metadata:age",
        "component:1",
        "raw:l2_norm",
        "file:a.py:f",
    ]
    assert [needs_network(n) for n in names] == [False, True, True, False, False, False, False]
    assert [needs_metadata(n) for n in names] == [False, False, False, True, False, False, False]
    assert [needs_raw_rows(n) for n in names] == [False, False, False, False, False, True, False]
    assert [is_of_samples(n) for n in names] == [False, True, True, True, False, False, False]
    assert [is_column(n) for n in names] == [False, True, True, True, False, True, True]
