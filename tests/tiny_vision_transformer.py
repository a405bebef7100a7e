"""A small vision transformer, whose layers have the shapes of the large ones."""

import torch
from torch import nn


class VisionTransformer(nn.Module):
    """Patches of a square picture as tokens, with other tokens before and after them.

    Args:
        patch: Height and width of a patch, in pixels.
        side: Side of the picture.
        before: Number of tokens before those of patches; the first is read by the class head.
        after: Number of tokens after them.
        channels: Length of a token.
        classes: Number of outputs.
    """

    def __init__(
        self, patch=(8, 8), side=32, *, before=1, after=0, channels=16, blocks=2, classes=5
    ):
        super().__init__()
        self.sizes = (before, after)
        self.projection = nn.Conv2d(3, channels, patch, stride=patch)
        n_patches = (side // patch[0]) * (side // patch[1])
        self.others = nn.Parameter(torch.randn(1, before + after, channels) * 0.1)
        self.places = nn.Parameter(torch.randn(1, before + n_patches + after, channels) * 0.1)
        self.tokens = nn.Identity()
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(
                channels, 2, 2 * channels, dropout=0.0, batch_first=True, norm_first=True
            )
            for _ in range(blocks)
        )
        self.head = nn.Linear(channels, classes)

    def forward(self, pictures):
        patches = self.projection(pictures).flatten(2).transpose(1, 2)
        others = self.others.expand(len(pictures), -1, -1)
        before = self.sizes[0]
        found = torch.cat([others[:, :before], patches, others[:, before:]], 1) + self.places
        found = self.tokens(found)
        for block in self.blocks:
            found = block(found)
        return self.head(found[:, 0] if before else found.mean(1))


def random_transformer(seed=0, **options):
    """Return one with random weights in evaluation mode."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return VisionTransformer(**options).eval().requires_grad_(False)
