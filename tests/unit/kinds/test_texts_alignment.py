"""The tokens of a word are those that a slow reference finds, for each sort of tokenizer.

The first three references do not look at offsets: they walk through a text token by token. The last
one compares characters one by one.
"""

import pytest
from tokenizers import Tokenizer, normalizers

from hostile_sentences import hostile_sentences
from text_tokenizers import byte_bpe, unigram, wordpiece
from topopress.kinds.texts.alignment import tokens_of
from topopress.network.whole_tokenizer import whole_tokenizer

MAIN, FURTHER = 2000, 500


def byte_of() -> dict[str, int]:
    """Return the byte of each letter of byte-level vocabularies (Radford et al. 2019)."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in kept]
    return {chr(b): b for b in kept} | {chr(256 + k): b for k, b in enumerate(others)}


def walk_bytes(tokenizer: Tokenizer, text: str) -> list[tuple[int, set[int]]]:
    """Return the characters of each token of byte-level BPE; every token is some bytes."""
    letters, encoding = byte_of(), tokenizer.encode(text)
    owner = [k for k, c in enumerate(text) for _ in c.encode()]
    written = bytes(letters[c] for token in encoding.tokens for c in token)
    if written != text.encode():
        assert written == b" " + text.encode()
        owner.insert(0, -1)
    found, position = [], 0
    for k, token in enumerate(encoding.tokens):
        found.append((k, set(owner[position : position + len(token)])))
        position += len(token)
    return found


def walk_marks(tokenizer: Tokenizer, text: str) -> list[tuple[int, set[int]]]:
    """Return the characters of each token of Unigram; a mark stands for a space."""
    encoding, mark = tokenizer.encode(text), "\u2581"
    written, owner = text.replace(" ", mark), list(range(len(text)))
    if not written.startswith(mark):
        written, owner = mark + written, [-1, *owner]
    found, position = [], 0
    for k, token in enumerate(encoding.tokens[1:-1], start=1):
        assert written.startswith(token, position)
        found.append((k, set(owner[position : position + len(token)])))
        position += len(token)
    assert position == len(written)
    return found


def walk_pieces(tokenizer: Tokenizer, text: str) -> list[tuple[int, set[int]]]:
    """Return the characters of each token of WordPiece, normalised character by character."""
    normal = [(n, k) for k, c in enumerate(text) for n in tokenizer.normalizer.normalize_str(c)]
    found: list[tuple[int, set[int]]] = []
    written = "".join(n for n, _ in normal)
    for word, (start, _) in tokenizer.pre_tokenizer.pre_tokenize_str(written):
        position = start
        for token in tokenizer.model.tokenize(word):
            unknown = token.value == "[UNK]" and word != "[UNK]"
            length = (
                len(word) if unknown else len(token.value.removeprefix("##" * (position > start)))
            )
            owners = {k for _, k in normal[position : position + length]}
            found.append((len(found) + 1, owners))
            position += length
        assert position == start + len(word)
    assert len(found) == len(tokenizer.encode(text).ids) - 2
    return found


def by_characters(tokenizer: Tokenizer, text: str) -> list[tuple[int, set[int]]]:
    """Return the characters of each token by its offsets; none for the mark before a text."""
    encoding = tokenizer.encode(text)
    owners = [set(range(start, end)) for start, end in encoding.offsets]
    if encoding.tokens[1] == "\u2581" and text[0] not in " \u00a0\u3000\u2009\u2581":
        owners[1] = set()
    return list(enumerate(owners))


def expected(tokens: list[tuple[int, set[int]]], span: tuple[int, int]) -> tuple[int, int] | None:
    characters = set(range(*span))
    pieces = [k for k, owners in tokens if not characters.isdisjoint(owners)]
    return (pieces[0], pieces[-1] + 1) if pieces else None


WALKS = {
    "WordPiece": (wordpiece, walk_pieces),
    "byte-level BPE": (byte_bpe, walk_bytes),
    "byte-level BPE, space before": (lambda: byte_bpe(prefix=True), walk_bytes),
    "byte-level BPE, spaces in offsets": (lambda: byte_bpe(prefix=True, trim=False), walk_bytes),
    "Unigram": (unigram, walk_marks),
    "Unigram, NFC": (lambda: unigram(normalizers.NFC()), by_characters),
    "Unigram, NFD without accents": (
        lambda: unigram(normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()])),
        by_characters,
    ),
    "Unigram, NFKC in small letters": (
        lambda: unigram(normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])),
        by_characters,
    ),
}


THREE = ("WordPiece", "byte-level BPE", "Unigram")


@pytest.mark.parametrize("name", WALKS)
def test_the_tokens_of_every_word_are_those_of_a_slow_reference(name):
    make, walk = WALKS[name]
    tokenizer = make()
    fast, unaligned = whole_tokenizer(tokenizer), 0
    for sentence in hostile_sentences(MAIN if name in THREE else FURTHER):
        found = tokens_of(fast.encode(sentence.text), sentence.text, sentence.spans)
        tokens = walk(tokenizer, sentence.text)
        wanted = [expected(tokens, span) for span in sentence.spans]
        assert found == wanted, ascii(sentence.text)
        unaligned += found.count(None)
    assert name not in THREE or (unaligned > 0) == (name == "WordPiece")
