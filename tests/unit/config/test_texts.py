"""Texts that end on pages are checked as settings, with file, key and what is allowed."""

import pytest

from topopress.config.load import load_project
from topopress.config.texts import _web_address
from topopress.core.errors import ConfigError
from unit.config.test_load import GOOD, message, write_site


def site(**keys: str) -> str:
    return "\n".join(f"{key} = {value}" for key, value in {"title": '"Site"', **keys}.items())


ADDRESSES = [
    "https://example.org",
    "http://localhost:8000/site",
    "https://me.github.io/site/",
    "https://münchen.example/ä",
    "https://[::1]:80/",
    "https://192.0.2.1/x",
]
LANGUAGES = ["en", "de-CH", "zh-Hant", "zh-Hant-TW", "sr-Latn-RS", "az-Arab", "es-419", "haw",
             "de-1996", "sl-rozaj-biske", "en-u-ca-gregory", "de-x-private", "zh-yue"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_are_allowed(tmp_path, address):
    text = site(url=f'"{address}"', repository=f'"{address}?a=b#c"')
    assert load_project(write_site(tmp_path, text, one=GOOD)).site.url == address


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_that_are_allowed(tmp_path, language):
    text = site(language=f'"{language}"')
    assert load_project(write_site(tmp_path, text, one=GOOD)).site.language == language


MISTAKES = {
    "no scheme": (
        {"url": '"me.github.io/site"'},
        "url: must be an address that begins with https:// or http://, got 'me.github.io/site' "
        "(it has no http:// or https://; write https://me.github.io/site)",
    ),
    "another scheme": ({"url": '"ftp://example.org"'}, "url: must be an address"),
    "a script": ({"repository": '"javascript:alert(1)"'}, "repository: must be an address"),
    "a mail": ({"repository": '"mailto:a@b.c"'}, "repository: must be an address"),
    "no host": ({"url": '"https:///site"'}, "url: must be an address"),
    "nothing": ({"url": '""'}, "url: must be an address"),
    "a space": ({"url": '"https://example.org/my site"'}, "it has a space"),
    "a quotation mark": ({"repository": """'https://a.b/"x'"""}, "a quotation mark"),
    "a port": ({"url": '"https://example.org:99999"'}, "url: must be an address"),
    "a bracket": ({"url": '"https://[::1"'}, "url: must be an address"),
    "a password": ({"repository": '"https://me:secret@a.b/c"'}, "it has a user name"),
    "a query": ({"url": '"https://a.b/?x=1"'}, "must be the address of a folder"),
    "a fragment": ({"url": '"https://a.b/#x"'}, "must be the address of a folder"),
    "a dot too many": ({"url": '"https://a..b/"'}, "it names no host"),
    "words": (
        {"language": '"english please"'},
        "language: must be a BCP 47 language tag such as en, de-CH or zh-Hant, got 'english",
    ),
    "a word": ({"language": '"english"'}, "language: must be a BCP 47"),
    "no language": ({"language": '""'}, "language: must be a BCP 47"),
    "a locale": ({"language": '"de_DE.UTF-8"'}, "got 'de_DE.UTF-8'; write de-DE"),
    "a hyphen too many": ({"language": '"en-"'}, "language: must be a BCP 47"),
    "a mark-up": ({"language": "'en\"><b>'"}, "language: must be a BCP 47"),
    "spaces": ({"title": '"   "'}, "title: must have at least one letter, digit or sign"),
    "spaces without width": ({"title": '"\\u200b\\u2060"'}, "title: must have at least one"),
    "an empty title": ({"title": '""'}, "title: must have at least one letter"),
    "an empty author": ({"authors": '["A. Author", ""]'}, "authors[1]: must be a name"),
    "a comma alone": ({"authors": '[", Jr."]'}, "authors[0]: must be a name"),
    "authors in one text": ({"authors": '"A and B"'}, "authors: input should be a valid"),
    "a control character": (
        {"tagline": '"a\\u0007b"'},
        "tagline: must be text without control characters, got one with U+0007",
    ),
    "a delete": ({"license": '"a\\u007f"'}, "license: must be text without control characters"),
    "a day for a text": (
        {"license": "2024-05-31"},
        "license: must not be a day or a time, got 2024-05-31; write a text in quotation marks",
    ),
    "a time for a text": ({"title": "10:30:00"}, "title: must not be a day or a time"),
    "a table": ({"title": "{a = 1}"}, "title: input should be a valid string"),
    "an integer of 65 bits": ({"tagline": str(2**64)}, "tagline: input should be a valid"),
    "a key with a line end": ({'"a\\nb"': "1"}, r"'a\nb': unknown key"),
}


@pytest.mark.parametrize("keys, sentence", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_site_is_one_sentence(tmp_path, keys, sentence):
    text = message(write_site(tmp_path, site(**keys), one=GOOD))
    assert text.startswith("content/site.toml, ")
    assert sentence in text
    assert "\n" not in text


DAYS = {
    '"1716681600"': "must be a day such as 2024-05-31, got '1716681600'",
    '"31.5.2024"': "must be a day",
    '"2024-5-31"': "must be a day",
    '"2024-02-30"': "must be a day",
    "2024-05-31T10:00:00Z": "must be a day such as 2024-05-31, got 2024-05-31 10:00:00+00:00",
    "10:00:00": "must be a day such as 2024-05-31, got 10:00:00",
    "20240531": "should be a valid date",
    "2024": "should be a valid date",
    "true": "should be a valid date",
}


@pytest.mark.parametrize("written, sentence", DAYS.items())
def test_a_day_that_is_none(tmp_path, written, sentence):
    text = message(write_site(tmp_path, one=f"date = {written}{GOOD}"))
    assert text.startswith("content/one/exploration.toml, date: ")
    assert sentence in text
    assert "\n" not in text


@pytest.mark.parametrize("written", ["2024-05-31", '"2024-05-31"'])
def test_a_day(tmp_path, written):
    (source,) = load_project(write_site(tmp_path, one=f"date = {written}{GOOD}")).explorations
    assert str(source.settings.date) == "2024-05-31"


def test_a_text_of_several_lines_is_one_line(tmp_path):
    text = '"""\nA summary\r\n  of two lines.\n"""'
    (source,) = load_project(write_site(tmp_path, one=f"summary = {text}{GOOD}")).explorations
    assert source.settings.summary == "A summary of two lines."


BEYOND = {
    "seed": ("", 2**63),
    "order": ("", 2**62),
    "batch_size": ("[activations]\n", 2**31),
    "per_sample": ("[activations]\n", 2**31),
    "n_intervals": ("[mapper.cover]\n", 65_536),
    "eps": ("[mapper.clusterer]\n", 1e308),
    "min_samples": ("[mapper.clusterer]\n", 2**31),
    "min_cluster_size": ('[mapper.clusterer]\nkind = "hdbscan"\n', 2**40),
    "distance_threshold": ('[mapper.clusterer]\nkind = "agglomerative"\n', 1e308),
    "resamples": ("[mapper.stability]\n", 2**31),
    "sample": ("[mapper.stability]\n", 2**62),
    "patience": ("[visuals.feature_visualisation]\n", 2**31),
    "contrasts": ("[visuals.feature_visualisation]\n", 2**62),
    "learning_rate": ("[visuals.feature_visualisation]\n", 1e308),
    "cosine_power": ("[visuals.feature_visualisation]\n", 1e308),
    "pictures": ("[visuals.budget]\n", 2**62),
    "minutes": ("[visuals.budget]\n", 1e308),
}


@pytest.mark.parametrize("key", BEYOND)
def test_a_number_that_is_too_large_is_one_sentence(tmp_path, key):
    table, value = BEYOND[key]
    for beyond in (value, 2**64, 10**400):
        toml = f"{key} = {beyond}{GOOD}" if not table else f"{GOOD}{table}{key} = {beyond}\n"
        root = tmp_path / f"{beyond!s:.9}"
        root.mkdir()
        text = message(write_site(root, one=toml))
        assert text.startswith("content/one/exploration.toml, ")
        assert f"{key}: " in text
        assert "\n" not in text
        assert len(text) < 250


def test_the_largest_seed_is_allowed(tmp_path):
    (source,) = load_project(write_site(tmp_path, one=f"seed = {2**63 - 1}{GOOD}")).explorations
    assert source.settings.seed == 2**63 - 1


@pytest.mark.parametrize(
    "lens, sentence",
    [
        ("knn_distance:1001", "a whole number from 1 to 1000 after a colon"),
        (f"component:{2**64}", "a whole number from 1 to 1000000 after a colon"),
        ("component:" + "9" * 900, "a whole number from 1 to 1000000 after a colon"),
    ],
)
def test_the_number_of_a_lens_has_a_bound(tmp_path, lens, sentence):
    with pytest.raises(ConfigError, match=sentence):
        load_project(write_site(tmp_path, one=f'{GOOD}[mapper]\nlens = "{lens}"\n'))


@pytest.mark.parametrize(
    "text", ["git@github.com:a/b.git", "ada@a.example", "a.example:x", "ftp://a"]
)
def test_no_address_is_proposed_that_is_refused_itself(text):
    with pytest.raises(ValueError, match="must be an address") as raised:
        _web_address(text)
    assert "; write" not in str(raised.value)
