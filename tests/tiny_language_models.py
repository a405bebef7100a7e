"""Small networks of texts with random weights, and tokenizers trained on a few sentences.

``write_model`` saves one as a folder, as ``save_pretrained`` writes them.
"""

from pathlib import Path

import torch
from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import (
    AlbertConfig,
    AutoModel,
    BertConfig,
    DistilBertConfig,
    GPT2Config,
    PreTrainedTokenizerFast,
    RobertaConfig,
)

SENTENCES = (
    "We waited until morning, and the river rose to the bank.",
    "The bank lends money to whoever asks before noon.",
    "A bat slept in the attic; the player swung his bat twice!",
    "Spring came late: the spring in the old clock was broken.",
    "naïve café, 東京 and مرحبا",
) * 4
N_PLACES = 48


def wordpiece() -> Tokenizer:
    """Return a tokenizer like BERT's, always the same: trained ones differ from run to run."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece({}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    text = tokenizer.normalizer.normalize_str(" ".join(SENTENCES))
    words = [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text)]
    pieces = {w[:4] for w in words} | {f"##{w[4:]}" for w in words if w[4:]} | set("".join(words))
    pieces |= {f"##{letter}" for letter in "".join(words)}
    vocabulary = {token: number for number, token in enumerate([*special, *sorted(pieces)])}
    tokenizer.model = models.WordPiece(vocabulary, unk_token="[UNK]")
    ends = [("[CLS]", 2), ("[SEP]", 3)]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def unigram() -> Tokenizer:
    """Return a tokenizer like ALBERT's, which marks the start of words."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.UnigramTrainer(vocab_size=160, special_tokens=special, unk_token="<unk>")
    tokenizer.train_from_iterator(SENTENCES, trainer)
    ends = [("[CLS]", 2), ("[SEP]", 3)]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def byte_level() -> Tokenizer:
    """Return a tokenizer like GPT-2's."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _bert_tokenizer() -> PreTrainedTokenizerFast:
    names = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    return PreTrainedTokenizerFast(
        tokenizer_object=wordpiece(),
        model_max_length=N_PLACES,
        **{f"{role}_token": token for role, token in names.items()},
    )


def _roberta_tokenizer() -> PreTrainedTokenizerFast:
    tokenizer = byte_level()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    names = {"bos": "<s>", "eos": "</s>", "cls": "<s>", "sep": "</s>", "pad": "<pad>"}
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="<unk>",
        mask_token="<mask>",
        **{f"{role}_token": token for role, token in names.items()},
    )


def _gpt2_tokenizer() -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=byte_level(), eos_token="</s>", bos_token="</s>", unk_token="</s>"
    )


def _albert_tokenizer() -> PreTrainedTokenizerFast:
    names = {"pad": "<pad>", "unk": "<unk>", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    return PreTrainedTokenizerFast(
        tokenizer_object=unigram(), **{f"{role}_token": token for role, token in names.items()}
    )


_SIZE = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
_CONFIGS = {
    "bert": lambda n: BertConfig(
        vocab_size=n, intermediate_size=40, max_position_embeddings=N_PLACES, **_SIZE
    ),
    "roberta": lambda n: RobertaConfig(
        vocab_size=n,
        intermediate_size=40,
        max_position_embeddings=N_PLACES + 2,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        **_SIZE,
    ),
    "gpt2": lambda n: GPT2Config(
        vocab_size=n,
        n_embd=24,
        n_layer=2,
        n_head=2,
        n_positions=N_PLACES,
        bos_token_id=2,
        eos_token_id=2,
    ),
    "distilbert": lambda n: DistilBertConfig(
        vocab_size=n, dim=24, n_layers=2, n_heads=2, hidden_dim=40, max_position_embeddings=N_PLACES
    ),
    "albert": lambda n: AlbertConfig(
        vocab_size=n,
        embedding_size=12,
        intermediate_size=40,
        max_position_embeddings=N_PLACES,
        **_SIZE,
    ),
}
KINDS = tuple(_CONFIGS)
_TOKENIZERS = {
    "roberta": _roberta_tokenizer,
    "gpt2": _gpt2_tokenizer,
    "albert": _albert_tokenizer,
}


def tokenizer_of(kind: str) -> PreTrainedTokenizerFast:
    """Return the tokenizer of one of ``KINDS``."""
    return _TOKENIZERS.get(kind, _bert_tokenizer)()


def write_model(folder: Path, kind: str = "bert", seed: int = 0) -> Path:
    """Save a small network of one of ``KINDS`` with its tokenizer, and return the folder."""
    tokenizer = tokenizer_of(kind)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        model = AutoModel.from_config(_CONFIGS[kind](len(tokenizer)))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
