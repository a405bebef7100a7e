"""Python files that authors could write, and what must become of each.

``NAME: (code, expected)``: a text of the one message, or ``USED`` where the network is published.
Each file defines ``load``; the wanted layer is ``b``.
"""

USED = ""
_HEAD = """
import torch
from torch import nn
from torch.nn import functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 8, 3, stride=2, padding=1)
"""
_PLAIN = "return self.b(F.relu(self.a(x))).mean((2, 3))"


def forward(*lines: str) -> str:
    """Return a file whose forward pass begins with some lines and ends as a usual one."""
    return net(*lines, _PLAIN)


def net(*lines: str) -> str:
    """Return a file whose forward pass consists of some lines."""
    body = "".join(f"        {line}\n" for line in lines)
    return f"{_HEAD}    def forward(self, x):\n{body}\n{LOAD}"


def layer(*lines: str) -> str:
    """Return a file whose layer ``b`` is a module with a forward pass of some lines."""
    body = "".join(f"        {line}\n" for line in lines)
    code = (
        "class B(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.conv = nn.Conv2d(6, 8, 3, stride=2, padding=1)\n"
        f"    def forward(self, x):\n{body}"
    )
    body = f"    def forward(self, x):\n        return self.b(self.a(x)).flatten(1)[:, :4]\n{LOAD}"
    return f"{_HEAD}{body}\n".replace("nn.Conv2d(6, 8, 3, stride=2, padding=1)\n", "B()\n") + code


LOAD = "def load():\n    return Net(), {'crop': 16}\n"
PLAIN = forward()


def loading(*lines: str) -> str:
    """Return a file whose ``load`` begins with some lines."""
    body = "".join(f"    {line}\n" for line in lines)
    return PLAIN.replace("def load():\n", f"def load():\n{body}")


def having(*lines: str) -> str:
    """Return a file whose ``load`` does something with the network ``n`` before it returns it."""
    return loading("n = Net()", *lines, "return n, {'crop': 16}")


def method(text: str) -> str:
    """Return a file whose network has one more method."""
    return PLAIN.replace("    def forward", f"    {text}\n    def forward")


RANDOM = "in a second pass"
BATCH = "other inputs are in its batch"
GRADIENT = "passes no gradient to the input"
PLACES = "do not follow the input"

MODULES: dict[str, tuple[str, str]] = {
    # What runs when the file is imported.
    "plain": (PLAIN, USED),
    "syntax": ("def load(:\n", "net.py, line 1: SyntaxError"),
    "indentation": ("def load():\nreturn 1\n", "net.py, line 2: IndentationError"),
    "exits": (f"{PLAIN}import sys\nsys.exit(0)\n", "SystemExit: 0. The file must not end"),
    "exits without a status": (f"{PLAIN}raise SystemExit\n", "SystemExit"),
    "quits": (f"{PLAIN}quit()\n", "SystemExit"),
    "own base exception": (f"{PLAIN}class E(BaseException): pass\nraise E('x')\n", "E: x"),
    "unprintable error": (
        f"{PLAIN}class E(Exception):\n    def __str__(self): raise self\nraise E\n",
        "cannot be imported: net.py",
    ),
    "parses arguments": (
        f"import argparse\nargparse.ArgumentParser().parse_args()\n{PLAIN}",
        USED,
    ),
    "wants an argument": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('x')\np.parse_args()\n"
        f"{PLAIN}",
        "SystemExit: 2",
    ),
    "asks for input": (f"input()\n{PLAIN}", "EOFError"),
    "changes the folder": (f"import os\nos.chdir('/')\n{PLAIN}", USED),
    "a missing file": (f"open('absent.json')\n{PLAIN}", "Path(__file__).parent / 'absent.json'"),
    "a missing module": (f"import no_such_module\n{PLAIN}", "ModuleNotFoundError"),
    "a package-relative import": (f"from .blocks import x\n{PLAIN}", "ImportError"),
    "float64 by default": (f"import torch\ntorch.set_default_dtype(torch.float64)\n{PLAIN}", USED),
    "no gradients anywhere": (f"import torch\ntorch.set_grad_enabled(False)\n{PLAIN}", USED),
    "warnings are errors": (f"import warnings\nwarnings.simplefilter('error')\n{PLAIN}", USED),
    "numpy raises": (f"import numpy as np\nnp.seterr(all='raise')\n{PLAIN}", USED),
    "seeds everything": (
        f"import random, torch\nrandom.seed(1)\ntorch.manual_seed(1)\n{PLAIN}",
        USED,
    ),
    "closes the output": (f"import sys\nsys.stdout.close()\nsys.stderr.close()\n{PLAIN}", USED),
    "exchanges the output": (
        f"import io, sys\nsys.stdout = sys.stderr = io.StringIO()\n{PLAIN}", USED),
    "output without letters": (
        f"import sys\nsys.stdout.reconfigure(encoding='ascii')\n{PLAIN}", USED),
    "files that nobody may read": (f"import os\nos.umask(0o777)\n{PLAIN}", USED),
    "a dataclass": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        f"@dataclass\nclass C:\n    n: int = 8\n{PLAIN}",
        USED,
    ),
    "a name of Python's": (f"import types, random, json\n{PLAIN}", USED),
    # What load() does.
    "load is missing": (PLAIN.replace("load", "build"), "defines no function 'load'"),
    "load is a number": (f"{PLAIN}load = 3\n", "defines no function 'load'"),
    "load wants an argument": (PLAIN.replace("load()", "load(path)"), "TypeError"),
    "load raises": (loading("raise KeyError('k')"), "in load: KeyError: 'k'"),
    "load exits": (loading("import os", "raise SystemExit(3)"), "in load: SystemExit: 3"),
    "load returns nothing": (loading("return"), "returned a value of type NoneType"),
    "load returns a class": (loading("return Net"), "returned a value of type type"),
    "load returns three": (loading("return Net(), {'crop': 16}, 1"), "a value of type tuple"),
    "numbers as keys": (loading("return Net(), {16: 'crop'}"), "has unknown 16"),
    "a crop of zero": (loading("return Net(), {'crop': 0}"), "crop 0 must be 1 to"),
    "a crop as text": (loading("return Net(), {'crop': 'x'}"), "preprocessing"),
    "a deviation of zero": (loading("return Net(), {'crop': 16, 'std': (0, 1, 1)}"), "std"),
    "scripted": (loading("return torch.jit.script(Net()), {'crop': 16}"), "compiled module"),
    "traced": (
        loading("return torch.jit.trace(Net(), torch.zeros(1, 3, 16, 16)), {'crop': 16}"),
        "compiled module",
    ),
    "compiled": (loading("return torch.compile(Net()), {'crop': 16}"), USED),
    "parallel": (loading("return nn.DataParallel(Net()), {'crop': 16}"), USED),
    "on meta": (
        loading("with torch.device('meta'):", "    return Net(), {'crop': 16}"),
        "the device 'meta'",
    ),
    "lazy": (PLAIN.replace("nn.Conv2d(6, 8,", "nn.LazyConv2d(8,"), USED),
    "half": (loading("return Net().half(), {'crop': 16}"), USED),
    "double": (loading("return Net().double(), {'crop': 16}"), USED),
    "of mixed numbers": (
        loading("n = Net()", "n.b.double()", "return n, {'crop': 16}"),
        "Input type",
    ),
    "NaN weights": (
        loading("n = Net()", "nn.init.constant_(n.b.bias, float('nan'))", "return n, {'crop': 16}"),
        "NaN or infinite",
    ),
    "other numbers at each load": (
        loading("import os", "n = Net()", "n.b.bias.data[0] = os.urandom(1)[0] + os.urandom(1)[0]",
                "return n, {'crop': 16}"),
        "another network at each load: b.bias differs",
    ),
    "a counter at each load": (
        f"import time\nSCALE = time.perf_counter_ns() % 9973\n"
        f"{PLAIN.replace('self.b(', 'SCALE * self.b(')}",
        "after another load",
    ),
    "a time in the module": (
        loading("import time", "n = Net()", "n.made = time.time()", "return n, {'crop': 16}"),
        "the attribute 'made' differs. Leave times",
    ),
    "an id in an object": (
        loading("import types, uuid", "n = Net()",
                "n.run = types.SimpleNamespace(id=uuid.uuid4().hex)", "return n, {'crop': 16}"),
        "the attribute 'run' differs",
    ),
    "only once in a process": (
        f"import sys\nif hasattr(sys, 'topopress_test'): raise ValueError('twice')\n"
        f"sys.topopress_test = 1\n{PLAIN}",
        "ValueError: twice. This was the second load",
    ),
    # What torch's own tools put into a module.
    "hooks": (
        having("n.a.register_forward_hook(lambda m, i, o: o * 2)",
               "n.b.register_forward_pre_hook(lambda m, i: (i[0] + 1,))"),
        USED,
    ),
    "weight_norm": (having("nn.utils.weight_norm(n.b)"), USED),
    "weight_norm as a parametrization": (
        having("nn.utils.parametrizations.weight_norm(n.b)"), USED),
    "spectral_norm": (having("nn.utils.spectral_norm(n.b)"), USED),
    "spectral_norm as a parametrization": (
        having("nn.utils.parametrizations.spectral_norm(n.b)"), USED),
    "pruned": (
        having("import torch.nn.utils.prune as p", "p.random_unstructured(n.b, 'weight', 0.3)"),
        USED,
    ),
    "a scripted part": (having("n.a = torch.jit.script(n.a)"), USED),
    "a traced part": (having("n.a = torch.jit.trace(n.a, torch.zeros(1, 3, 16, 16))"), USED),
    "a scripted layer": (having("n.b = torch.jit.script(n.b)"), "it is compiled by torch.jit"),
    # What else a module holds.
    "an object that refuses to be read": (
        "class C:\n    def __getattr__(self, name): raise ValueError(name)\n"
        "    def __deepcopy__(self, memo): return self\n" + having("n.c = C()"),
        USED,
    ),
    "a mapping that refuses": (
        "from collections.abc import Mapping\nclass M(Mapping):\n"
        "    def __getitem__(self, key): raise KeyError(key)\n"
        "    def __iter__(self): return iter('ab')\n    def __len__(self): return 2\n"
        + having("n.m = M()"),
        USED,
    ),
    "a text that cannot be shown": (
        "class S(str):\n    def __repr__(self): raise ValueError('x')\n" + having("n.s = S('a')"),
        USED,
    ),
    "a number that shows its address": (
        "class I(int):\n    __repr__ = object.__repr__\n" + having("n.i = I(3)"),
        USED,
    ),
    "one slot": (
        "class C:\n    __slots__ = 'value'\n"
        + having("n.c = C()", "n.c.value = torch.ones(3)"),
        USED,
    ),
    "a lock": (having("import threading", "n.lock = threading.Lock()"), USED),
    "a re-entrant lock": (having("import threading", "n.b.lock = threading.RLock()"), USED),
    "a generator": (having("n.numbers = (k for k in range(3))"), USED),
    "an open file": (having("import sys", "n.file = sys.__stdin__"), USED),
    # What the module's own methods do.
    "train returns nothing": (method("def train(self, mode=True): super().train(mode)"), USED),
    "train does nothing": (method("def train(self, mode=True): return self"), USED),
    "eval raises": (method("def eval(self): raise ValueError('no')"), "cannot be prepared"),
    "to returns nothing": (method("def to(self, *a, **k): super().to(*a, **k)"), USED),
    "parameters raises": (method("def parameters(self, *a): raise ValueError('no')"), "no"),
    "cannot be copied": (method("def __deepcopy__(self, memo): raise TypeError('no')"), "copied"),
    # What the forward pass does.
    "assert": (forward("assert x.shape[-1] == 64, '64 px'"), "AssertionError: 64 px"),
    "attribute": (forward("self.body"), "AttributeError"),
    "name": (forward("undefined"), "in forward: NameError"),
    "recursion": (forward("return self.forward(x)"), "RecursionError"),
    "exits in forward": (forward("raise SystemExit(0)"), "in forward: SystemExit"),
    "only one input": (forward("assert len(x) == 1, 'one at a time'"), "one at a time"),
    "batches of one alone": (forward("x = x.view(1, 3, 16, 16)"), "RuntimeError"),
    "not for some inputs": (forward("assert not x.any(), 'only zeros'"), "only zeros"),
    "no_grad": (forward("torch.set_grad_enabled(False)"), GRADIENT),
    "inference_mode": (
        net("with torch.inference_mode():", f"    {_PLAIN}"),
        GRADIENT,
    ),
    "detach": (forward("x = x.detach()"), GRADIENT),
    "through numpy": (forward("x = torch.from_numpy(x.detach().numpy())"), GRADIENT),
    "numpy without detach": (forward("x = torch.from_numpy(x.numpy())"), "RuntimeError"),
    "overwrites its input": (forward("x += 1"), USED),
    "dropout": (forward("x = F.dropout(x, 0.5)"), RANDOM),
    "noise": (forward("x = x + torch.rand_like(x)"), RANDOM),
    "numpy noise": (forward("import numpy as np", "x = x + np.random.rand()"), RANDOM),
    "a counter": (
        forward("self.n = getattr(self, 'n', 0) + 1", "x = x * self.n"),
        RANDOM,
    ),
    "the batch's mean": (forward("x = x - x.mean(0, keepdim=True)"), BATCH),
    "batch normalisation in training": (
        forward("x = F.batch_norm(x, None, None, training=True)"),
        BATCH,
    ),
    "the batch's order": (forward("x = x * torch.arange(1, len(x) + 1).view(-1, 1, 1, 1)"), BATCH),
    "changes the folder in forward": (
        forward("import os", "os.chdir('/')"),
        "changes the working folder",
    ),
    "returns a dictionary": (net("return {'out': self.b(self.a(x))}"), USED),
    "returns nothing": (net("self.b(self.a(x))"), USED),
    # What the layer gives.
    "no such layer": (PLAIN.replace("self.b", "self.c"), "has no layer 'b'"),
    "does not run": (net("return self.a(x).mean((2, 3))"), "it does not run"),
    "runs twice": (net("return self.b(self.a(x)) + self.b(self.a(x))"), "it runs 2 times"),
    "not always": (
        net("y = self.a(x)", "return self.b(y) if len(x) == 1 else y"),
        "does not run for every input",
    ),
    "a tuple": (
        layer("return self.conv(x), x").replace("self.b(self.a(x))", "self.b(self.a(x))[0]"),
        "outputs a tuple",
    ),
    "booleans": (layer("return self.conv(x) > 0"), "torch.bool"),
    "integers": (layer("return self.conv(x).int()"), "torch.int32"),
    "complex": (layer("return torch.fft.fft2(self.conv(x))"), "torch.complex64"),
    "float64": (layer("return self.conv(x).double()"), USED),
    "bfloat16": (layer("return self.conv(x).bfloat16()"), USED),
    "a vector": (layer("return self.conv(x).mean((2, 3))"), USED),
    "not square": (layer("return F.avg_pool2d(self.conv(x), (2, 1))"), USED),
    "the upper half": (layer("return self.conv(x)[:, :, :4]"), "no two axes follow the height"),
    "empty": (layer("return self.conv(x)[:, :, :0, :0]"), "neither a map, nor tokens"),
    "a sequence": (layer("return self.conv(x).flatten(2)"), "do not answer to patches"),
    "tokens of patches": (layer("return self.conv(x).flatten(2).mT"), USED),
    "shuffled tokens": (
        layer("i = torch.arange(64) * 27 % 64", "return self.conv(x).flatten(2).mT[:, i]"),
        "do not answer to patches",
    ),
    "constant": (layer("return torch.ones(len(x), 8, 8, 8)"), "the same output for every input"),
    "infinite": (layer("return self.conv(x) / 0"), "NaN or infinite"),
    "transposed": (layer("return self.conv(x).transpose(2, 3)"), PLACES),
    "mirrored": (layer("return self.conv(x).flip(3)"), PLACES),
    "shuffled": (layer("return self.conv(x)[:, :, [3, 0, 6, 1, 7, 4, 2, 5]]"), PLACES),
    "products of channels": (
        layer("x = self.conv(x).flatten(2)", "return (x @ x.transpose(1, 2))[:, None]"),
        PLACES,
    ),
    "attention": (
        layer("x = F.avg_pool2d(self.conv(x), 2).flatten(2)",
              "return torch.softmax(x.transpose(1, 2) @ x, 2)[:, None].expand(-1, 4, -1, -1)"),
        PLACES,
    ),
    "channels last": (layer("return self.conv(x).permute(0, 2, 3, 1)"), USED),
    "a spectrum": (layer("return torch.fft.fft2(self.conv(x)).abs()"), PLACES),
}  # fmt: skip
