"""Three tokenizers that are trained in a test: WordPiece, byte-level BPE, and Unigram."""

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = [
    "We waited until morning on the bank of the river.",
    "The naïve bank closed its café; don't wait until 3.14!",
    "I read the e-mail of the U.S.A. and waited, waited and waited.",
    "Was it the bat of the player or the bat in the cave?",
    "我们等到早上 中 שלום مرحبا",
] * 4


def wordpiece() -> Tokenizer:
    """Return a tokenizer as BERT's: small letters without accents, [CLS] and [SEP]."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=160, special_tokens=special, show_progress=False)
    made.train_from_iterator(CORPUS, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return made


def byte_bpe(*, prefix: bool = False, trim: bool = True) -> Tokenizer:
    """Return a tokenizer as GPT-2's (as RoBERTa's with ``prefix``), without special tokens."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    trainer = trainers.BpeTrainer(
        vocab_size=380,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(CORPUS, trainer)
    made.post_processor = processors.ByteLevel(trim_offsets=trim)
    return made


def unigram(normalizer: normalizers.Normalizer | None = None) -> Tokenizer:
    """Return a tokenizer as XLM-RoBERTa's: a mark for each space and before a text."""
    made = Tokenizer(models.Unigram())
    if normalizer is not None:
        made.normalizer = normalizer
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=120,
        special_tokens=["<s>", "</s>", "<unk>"],
        unk_token="<unk>",
        show_progress=False,
    )
    made.train_from_iterator(CORPUS, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return made
