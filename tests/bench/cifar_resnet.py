"""The ResNet of 20 layers for CIFAR-10 (He et al., CVPR 2016, section 4.2), for its checkpoint."""

from torch import Tensor, nn
from torch.nn import functional


class Block(nn.Module):
    """Two convolutions beside a shortcut that pads channels with zeros and skips positions."""

    def __init__(self, n_in: int, n_out: int, stride: int) -> None:
        """Make the layers."""
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, n_out, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(n_out)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(n_out)
        self.stride, self.more = stride, (n_out - n_in) // 2

    def forward(self, values: Tensor) -> Tensor:
        """Return the block's output."""
        inner = functional.relu(self.bn1(self.conv1(values)))
        skipped = values[:, :, :: self.stride, :: self.stride]
        shortcut = functional.pad(skipped, (0, 0, 0, 0, self.more, self.more))
        return functional.relu(self.bn2(self.conv2(inner)) + shortcut)


class Net(nn.Module):
    """Three stages of three blocks."""

    def __init__(self) -> None:
        """Make the layers."""
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*(Block(16, 16, 1) for _ in range(3)))
        self.layer2 = nn.Sequential(Block(16, 32, 2), *(Block(32, 32, 1) for _ in range(2)))
        self.layer3 = nn.Sequential(Block(32, 64, 2), *(Block(64, 64, 1) for _ in range(2)))
        self.linear = nn.Linear(64, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits of the ten classes."""
        values = functional.relu(self.bn1(self.conv1(pictures)))
        values = self.layer3(self.layer2(self.layer1(values)))
        return self.linear(values.mean(dim=(2, 3)))


def load() -> tuple[nn.Module, dict[str, object]]:
    """Return the network and its preprocessing."""
    return Net(), {"crop": 32, "mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225)}
