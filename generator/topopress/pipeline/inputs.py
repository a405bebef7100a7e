"""The first stages: which samples there are, and which network looks at them."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from topopress.network.types import NetworkInfo
from topopress.pipeline.bench import Bench
from topopress.samples.types import SampleTable
from topopress.store.outputs import Outputs

SAMPLES = "samples.json"
NETWORK = "network.json"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The samples and the network of an exploration.

    Attributes:
        table: The samples, and the inputs that were skipped.
        samples_digest: SHA-256 of the table.
        network: What is known of the network.
    """

    table: SampleTable
    samples_digest: str
    network: NetworkInfo


def read_inputs(bench: Bench) -> Inputs:
    """Survey the data and describe the network.

    Raises:
        DataError: if the data cannot be used.
        NetworkError: if the network cannot be loaded.
    """
    table, digest = _samples(bench)
    for skipped in table.skipped:
        bench.stages.listener.notice(f"skipped {skipped.origin}: {skipped.reason}")
    return Inputs(table, digest, _network(bench))


def _samples(bench: Bench) -> tuple[SampleTable, str]:
    from topopress.kinds.images.survey import inputs_digest, survey
    from topopress.samples.records import samples_from_json, samples_to_json

    settings, base = bench.settings, bench.source.folder
    hash_file = bench.stages.store.hash_file
    action = bench.action(
        "samples",
        inputs={"data": inputs_digest(settings.data, base=base, hash_file=hash_file)},
        params={"data": settings.data.model_dump(mode="json"), "seed": settings.seed},
        code=("topopress.kinds.images.survey",),
        libraries=("pillow", "scikit-image", "scikit-learn"),
    )

    def survey_all(outputs: Outputs) -> None:
        table = survey(settings.data, base=base, seed=settings.seed, progress=bench.stages.progress)
        outputs.write(SAMPLES, samples_to_json(table))

    artifact = bench.stages.run(action, survey_all)
    return samples_from_json(artifact.read(SAMPLES)), artifact.digest(SAMPLES)


def _network(bench: Bench) -> NetworkInfo:
    from topopress.network.digest import network_digest

    settings = bench.settings
    digest = network_digest(
        settings.network,
        base=bench.source.folder,
        seed=settings.seed,
        hash_file=bench.stages.store.hash_file,
    )
    action = bench.action(
        "network",
        inputs={"network": digest},
        params={},
        code=("topopress.network.loading",),
        libraries=("torch", "torchvision"),
    )
    adapter = TypeAdapter(NetworkInfo)

    def describe(outputs: Outputs) -> None:
        outputs.write(NETWORK, adapter.dump_json(bench.network.info))

    return adapter.validate_json(bench.stages.run(action, describe).read(NETWORK))
