"""Windows of sentences and texts that are longer than a network takes: nothing is cut off."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest

from hostile_sentences import hostile_sentences
from text_tokenizers import byte_bpe, unigram, wordpiece
from topopress.core.errors import NetworkError
from topopress.kinds.texts.alignment import text_windows, tokens_of, windows
from topopress.network.whole_tokenizer import whole_tokenizer

TOKENIZERS = {"WordPiece": wordpiece, "byte-level BPE": byte_bpe, "Unigram": unigram}
LONG = " ".join(["We waited until morning on the bank, and read."] * 40)


@pytest.fixture(params=TOKENIZERS, scope="module")
def tokenizer(request):
    return whole_tokenizer(TOKENIZERS[request.param]())


def words_of(text):
    return [match.span() for match in re.finditer(r"\w+", text)]


def content_of(tokenizer, text):
    """Return the ids before the text, of the text, and after it."""
    encoding = tokenizer.encode(text)
    n_before = encoding.special_tokens_mask.index(0)
    n_after = encoding.special_tokens_mask[::-1].index(0)
    end = len(encoding.ids) - n_after
    return encoding.ids[:n_before], encoding.ids[n_before:end], encoding.ids[end:]


def test_a_sentence_that_fits_is_one_window(tokenizer):
    text = "We waited until morning."
    found = windows(tokenizer, text, words_of(text), most_tokens=512)
    assert [window.ids for window in found.windows] == [tuple(tokenizer.encode(text).ids)]
    assert found.spans[:, 0].tolist() == [0, 0, 0, 0]
    whole = tokens_of(tokenizer.encode(text), text, words_of(text))
    assert [tuple(row) for row in found.spans[:, 1:].tolist()] == whole
    assert (found.unaligned, found.too_long) == ((), ())


def test_no_limit_is_one_window(tokenizer):
    found = windows(tokenizer, LONG, words_of(LONG), most_tokens=None)
    assert [window.ids for window in found.windows] == [tuple(tokenizer.encode(LONG).ids)]


@pytest.mark.parametrize("most_tokens", [12, 33, 64, 200])
def test_each_word_is_in_one_window_with_context_on_both_sides(tokenizer, most_tokens):
    spans = words_of(LONG)
    found = windows(tokenizer, LONG, spans, most_tokens=most_tokens)
    before, content, after = content_of(tokenizer, LONG)
    whole = tokens_of(tokenizer.encode(LONG), LONG, spans)
    room = most_tokens - len(before) - len(after)
    assert (found.unaligned, found.too_long) == ((), ())
    inside = [(first - len(before), end - len(before)) for first, end in whole]
    for (window, first, end), (whole_first, whole_end) in zip(
        found.spans.tolist(), inside, strict=True
    ):
        ids = found.windows[window].ids
        assert len(ids) == most_tokens
        assert ids[first:end] == tuple(content[whole_first:whole_end])
        start = whole_first - (first - len(before))
        assert ids == (*before, *content[start : start + room], *after)
        spare = room - (end - first)
        left = whole_first - start if start else spare
        right = start + room - whole_end if start + room < len(content) else spare
        assert min(left, right) >= (spare - room // 4) // 2


def test_no_grid_of_windows_could_give_a_word_more_context():
    tokenizer, room = whole_tokenizer(byte_bpe()), 40
    spans = words_of(LONG)
    found = windows(tokenizer, LONG, spans, most_tokens=room)
    whole = tokens_of(tokenizer.encode(LONG), LONG, spans)
    n_tokens = len(tokenizer.encode(LONG).ids)
    starts = [*range(0, n_tokens - room, room // 4), n_tokens - room]

    def context(first, end, start):
        left = n_tokens if start == 0 else first - start
        right = n_tokens if start + room == n_tokens else start + room - end
        return min(left, right)

    for (_, inner, _), (first, end) in zip(found.spans.tolist(), whole, strict=True):
        assert context(first, end, first - inner) == max(
            context(first, end, start) for start in starts
        )


def test_hostile_sentences_in_small_windows(tokenizer):
    for sentence in hostile_sentences(300, seed=1):
        found = windows(tokenizer, sentence.text, sentence.spans, most_tokens=16)
        _, content, _ = content_of(tokenizer, sentence.text) if found.windows else ((), (), ())
        named = {*found.unaligned, *found.too_long}
        placed = [k for k, row in enumerate(found.spans.tolist()) if row[0] >= 0]
        assert sorted([*placed, *named]) == list(range(len(sentence.spans)))
        assert {row[0] for row in found.spans.tolist()} - {-1} == set(range(len(found.windows)))
        for window in found.windows:
            assert len(window.ids) <= 16
            inner = list(window.ids[slice(*window.content)])
            assert any(content[k : k + len(inner)] == inner for k in range(len(content)))


@pytest.mark.parametrize("most_tokens", [None, 9, 50, 500])
def test_a_text_is_cut_into_windows_of_equal_length_that_hold_each_token_once(
    tokenizer, most_tokens
):
    found = text_windows(tokenizer, LONG, most_tokens=most_tokens)
    before, content, after = content_of(tokenizer, LONG)
    inner = [token for w in found.windows for token in w.ids[slice(*w.content)]]
    assert inner == content
    for window in found.windows:
        assert list(window.ids[: window.content[0]]) == before
        assert list(window.ids[window.content[1] :]) == after
    sizes = [len(window.ids) for window in found.windows]
    assert max(sizes) - min(sizes) <= 1
    assert most_tokens is None or max(sizes) <= most_tokens


@pytest.mark.parametrize("text", ["", " ", "\x00\x07", "\u200b"])
def test_a_text_without_tokens_has_no_window(text):
    tokenizer = whole_tokenizer(wordpiece())
    assert text_windows(tokenizer, text, most_tokens=16).windows == ()
    found = windows(tokenizer, text, [(0, len(text))], most_tokens=16)
    assert (found.windows, found.unaligned, found.spans.tolist()) == ((), (0,), [[-1, -1, -1]])


def test_words_without_tokens_and_longer_than_a_window_are_named():
    text = f"We \x00 {'z' * 40} waited"
    spans = [(0, 2), (3, 4), (5, 45), (46, 52)]
    found = windows(whole_tokenizer(wordpiece()), text, spans, most_tokens=16)
    assert (found.unaligned, found.too_long) == ((1,), ())  # the long word is one [UNK]
    found = windows(whole_tokenizer(byte_bpe()), text, spans, most_tokens=16)
    assert (found.unaligned, found.too_long) == ((), (2,))
    assert found.spans[2].tolist() == [-1, -1, -1]


def test_a_word_nearly_as_long_as_a_window_has_one():
    text = f"We waited {'z' * 15} until morning"
    found = windows(whole_tokenizer(byte_bpe()), text, [(10, 25)], most_tokens=16)
    (window, first, end), (made,) = found.spans[0].tolist(), found.windows
    assert (window, end - first, len(made.ids), found.too_long) == (0, 15, 16, ())


@pytest.mark.parametrize("most_tokens", [1, 2])
def test_a_network_without_room_is_refused(most_tokens):
    with pytest.raises(NetworkError, match="its tokenizer adds 2 to every text"):
        windows(whole_tokenizer(wordpiece()), "We", [(0, 2)], most_tokens=most_tokens)


def test_limits_and_padding_of_a_tokenizer_cut_and_fill_nothing():
    given = wordpiece()
    given.enable_truncation(8)
    given.enable_padding(length=64)
    for tokenizer in (given, SimpleNamespace(backend_tokenizer=given)):
        fast = whole_tokenizer(tokenizer)
        assert len(fast.encode(LONG).ids) > 300
        assert len(fast.encode("We waited").ids) < 16
    assert given.truncation["max_length"] == 8
    assert len(given.encode("We waited").ids) == 64


def test_pieces_that_are_left_out_at_random_are_not():
    given = byte_bpe()
    given.model.dropout = 0.5
    fast = whole_tokenizer(given)
    assert len({tuple(fast.encode(LONG).ids) for _ in range(5)}) == 1


def test_a_slow_tokenizer_is_refused():
    with pytest.raises(NetworkError, match="a fast tokenizer is needed"):
        whole_tokenizer(SimpleNamespace(tokenize=str.split))


def test_windows_are_in_the_order_of_the_text(tokenizer):
    found = windows(tokenizer, LONG, words_of(LONG), most_tokens=40)
    assert all(a <= b for a, b in pairwise(found.spans[:, 0].tolist()))
