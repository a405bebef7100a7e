"""Two small networks with language heads, trained in seconds on a language whose rules are known.

A sentence has two words of one topic, a third word, and an end. The topic "sea" has the words sea0
to sea3, the topic "land" land0 to land3. The third word is "w", or with the same probability "ship"
in sentences of the sea and "cart" in those of the land. The end is "." at sea and "!" on land.
"""

import random
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch.nn.functional import cross_entropy
from transformers import (
    BertConfig,
    BertForMaskedLM,
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedTokenizerFast,
)

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
TOPICS = {"sea": ("ship", "."), "land": ("cart", "!")}
WORDS = [f"{topic}{k}" for topic in TOPICS for k in range(4)]
VOCABULARY = [*SPECIAL, *WORDS, "w", "ship", "cart", ".", "!"]
IDS = {word: k for k, word in enumerate(VOCABULARY)}
STEPS, BATCH = 160, 64


def sentence(rng: random.Random, topic: str, third: str | None = None) -> list[str]:
    """Return a sentence of a topic; the third word is drawn unless it is given."""
    other, end = TOPICS[topic]
    first = [f"{topic}{rng.randrange(4)}" for _ in range(2)]
    return [*first, third or rng.choice(["w", other]), end]


def tokenizer(kind: str) -> PreTrainedTokenizerFast:
    """Return the tokenizer of a kind: "bert" puts [CLS] before a text and [SEP] after it."""
    made = Tokenizer(models.WordLevel(IDS, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    names = {"pad": "[PAD]", "unk": "[UNK]"}
    if kind == "bert":
        ends = [("[CLS]", IDS["[CLS]"]), ("[SEP]", IDS["[SEP]"])]
        made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
        names |= {"cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    roles = {f"{role}_token": token for role, token in names.items()}
    return PreTrainedTokenizerFast(tokenizer_object=made, **roles)


def _config(kind: str):
    if kind == "bert":
        size = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
        return BertConfig(
            vocab_size=len(IDS), intermediate_size=64, max_position_embeddings=16, **size
        )
    return GPT2Config(
        vocab_size=len(IDS),
        n_embd=32,
        n_layer=2,
        n_head=2,
        n_positions=16,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
    )


def _batch(rng: random.Random) -> torch.Tensor:
    sentences = [sentence(rng, rng.choice(list(TOPICS))) for _ in range(BATCH)]
    return torch.tensor([[IDS[word] for word in words] for words in sentences])


def _loss(model, kind: str, rng: random.Random) -> torch.Tensor:
    ids = _batch(rng)
    if kind == "gpt2":
        logits = model(input_ids=ids).logits[:, :-1]
        return cross_entropy(logits.reshape(-1, len(IDS)), ids[:, 1:].reshape(-1))
    # One word of each sentence counts; half of them are hidden, as in BERT's training.
    column = torch.full((BATCH, 1), IDS["[CLS]"])
    ids = torch.cat([column, ids, torch.full((BATCH, 1), IDS["[SEP]"])], dim=1)
    asked = torch.tensor([rng.choice([1, 2, 3, 3, 4]) for _ in range(BATCH)])
    hidden = torch.tensor([rng.random() < 0.7 for _ in range(BATCH)])
    rows = torch.arange(BATCH)
    given = ids.clone()
    given[rows[hidden], asked[hidden]] = IDS["[MASK]"]
    return cross_entropy(model(input_ids=given).logits[rows, asked], ids[rows, asked])


@cache
def _trained(kind: str):
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(3)
        model = (BertForMaskedLM if kind == "bert" else GPT2LMHeadModel)(_config(kind))
        model.train()
        optimiser = torch.optim.Adam(model.parameters(), 3e-3)
        rng = random.Random(4)
        for _ in range(STEPS):
            optimiser.zero_grad()
            _loss(model, kind, rng).backward()
            optimiser.step()
    return model.eval()


def write_head(folder: Path, kind: str) -> Path:
    """Save a trained network of a kind, "bert" or "gpt2", with its head and tokenizer."""
    _trained(kind).save_pretrained(folder)
    tokenizer(kind).save_pretrained(folder)
    return folder
