"""Small networks of pictures with random weights, as folders that ``save_pretrained`` writes."""

import json
from pathlib import Path

import torch
from transformers import (
    AutoModel,
    CLIPConfig,
    DeiTConfig,
    Dinov2Config,
    Dinov2WithRegistersConfig,
    SwinConfig,
    ViTConfig,
)

from tiny_language_models import tokenizer_of

SIDE = 32
_SIZE = {
    "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24,
}  # fmt: skip
_PATCHES = {"image_size": SIDE, "patch_size": 8, **_SIZE}
PROCESSOR = {
    "do_resize": True, "size": {"height": SIDE, "width": SIDE}, "resample": 2,
    "do_rescale": True, "rescale_factor": 1 / 255,
    "do_normalize": True, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.25, 0.5, 0.5],
}  # fmt: skip
_CONFIGS = {
    "vit": lambda: ViTConfig(**_PATCHES),
    "deit": lambda: DeiTConfig(**_PATCHES),
    "dinov2": lambda: Dinov2Config(**_PATCHES),
    "registers": lambda: Dinov2WithRegistersConfig(num_register_tokens=3, **_PATCHES),
    "swin": lambda: SwinConfig(
        image_size=SIDE, patch_size=2, embed_dim=8, depths=[2, 1], num_heads=[2, 2], window_size=4
    ),
    "clip": lambda: CLIPConfig(
        text_config={**_SIZE, "vocab_size": 600, "max_position_embeddings": 32},
        vision_config=_PATCHES,
        projection_dim=8,
    ),
}
KINDS = tuple(_CONFIGS)


def write_vision_model(folder: Path, kind: str = "vit", seed: int = 0) -> Path:
    """Save a small network of one of ``KINDS`` with its processor, and return the folder."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        AutoModel.from_config(_CONFIGS[kind]()).save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(PROCESSOR))
    if kind == "clip":
        tokenizer_of("roberta").save_pretrained(folder)
    return folder
