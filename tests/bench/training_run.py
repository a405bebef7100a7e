"""A training run for the part ``checkpoints``: ResNet-20 on 3,000 pictures, saved along the way.

``python tests/bench/training_run.py FOLDER [SEED]`` writes into a folder the weights after some
epochs, the network's code, and the pictures that it was not trained with.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from choice import SHARED
from cifar_resnet import Net
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from topopress.network.randomness import private_rng

EPOCHS = (0, 1, 2, 4, 8, 16, 32)
TRAINED, BATCH, RATE = 3_000, 64, 0.1
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
NAMES = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip


def pictures() -> tuple[np.ndarray, np.ndarray]:
    """Return the 4,000 pictures, uint8 (n, 32, 32, 3), and their classes, in a random order."""
    with np.load(SHARED / "data/cifar10-lossless/cifar10-train-4000.npz") as file:
        images, label = file["images"], file["labels"]
    order = np.random.default_rng(0).permutation(len(images))
    return images[order], label[order]


def run(folder: Path, seed: int = 0) -> None:
    """Train one network, and save it after ``EPOCHS``; about 20 s an epoch on an idle core."""
    folder.mkdir(parents=True, exist_ok=True)
    images, label = pictures()
    np.savez(
        folder / "pictures.npz",
        images=images[TRAINED:],
        labels=label[TRAINED:],
        names=np.array(NAMES),
    )
    (folder / "classes.txt").write_text("\n".join(NAMES) + "\n")
    shutil.copy(Path(__file__).with_name("cifar_resnet.py"), folder)
    with private_rng(seed):
        train(folder, images, label)


def train(folder: Path, images: np.ndarray, label: np.ndarray) -> None:
    """Train on the first pictures, with torch's generator as it is."""
    net = Net()
    scale = [torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD)]
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
    x = (x - scale[0]) / scale[1]
    target = torch.from_numpy(label).long()
    steps = EPOCHS[-1] * (TRAINED // BATCH)
    optimiser = torch.optim.SGD(net.parameters(), RATE, 0.9, weight_decay=5e-4, nesterov=True)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, pct_start=0.2)
    for epoch in range(EPOCHS[-1] + 1):
        if epoch in EPOCHS:
            save_file(net.state_dict(), folder / f"epoch-{epoch:02d}.safetensors")
            print(epoch, f"{accuracy(net, x[TRAINED:], target[TRAINED:]):.3f}", flush=True)
        if epoch < EPOCHS[-1]:
            one_epoch(net, x[:TRAINED], target[:TRAINED], optimiser, plan)


def one_epoch(
    net: nn.Module,
    x: torch.Tensor,
    target: torch.Tensor,
    optimiser: torch.optim.Optimizer,
    plan: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """Show all pictures once, shifted and mirrored at random."""
    net.train()
    order = torch.randperm(len(x))
    for start in range(0, len(x) - BATCH + 1, BATCH):
        rows = order[start : start + BATCH]
        batch = functional.pad(x[rows], (4, 4, 4, 4))
        top, left = torch.randint(0, 9, (2,)).tolist()
        batch = batch[:, :, top : top + 32, left : left + 32]
        batch = batch.flip(3) if torch.rand(1) < 0.5 else batch
        loss = functional.cross_entropy(net(batch), target[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        plan.step()


def accuracy(net: nn.Module, x: torch.Tensor, target: torch.Tensor) -> float:
    """Return the share of pictures whose class is answered."""
    net.eval()
    with torch.no_grad():
        said = torch.cat([net(part).argmax(1) for part in x.split(500)])
    return float((said == target).float().mean())


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
