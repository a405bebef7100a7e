"""The stage that chooses what a layer's settings leave open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topopress.pipeline.bench import Bench
from topopress.pipeline.columns import LensColumns
from topopress.pipeline.records import write_record
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json
from topopress.store.outputs import Outputs

if TYPE_CHECKING:
    from topopress.analysis.settings.candidates import CandidateGrid

CODE = ("topopress.analysis.settings.choice",)
SCIENCE = ("numpy", "scipy", "scikit-learn")


@dataclass(frozen=True, slots=True, eq=False)
class LayerRows:
    """The rows of one layer, for the stages that look at nothing else.

    Attributes:
        bench: The exploration.
        columns: Its lenses that are no function of the vectors.
        name: Name of the layer.
        rows: Its stored ``ActivationMatrix``.
    """

    bench: Bench
    columns: LensColumns
    name: str
    rows: Artifact

    @property
    def digests(self) -> dict[str, str]:
        """What a Mapper graph of these rows depends on beside the settings."""
        return {"vectors": self.rows.digest("vectors"), **self.columns.row_digests(self.rows)}


def choose_settings(of: LayerRows) -> Artifact:
    """Return the stored ``Choice`` of what the exploration's settings leave open.

    ``topopress.analysis.settings.verdict.resolved`` puts it into the settings.
    """
    from topopress.analysis.settings.candidates import CandidateGrid

    return choose_in_family(of, CandidateGrid.of(of.bench.settings.mapper))


def choose_in_family(of: LayerRows, family: "CandidateGrid") -> Artifact:
    """Return the stored ``Choice`` among the candidates of a family."""

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.settings.choice import choose_among

        chosen = choose_among(
            of.rows.array("vectors"),
            family,
            seed=of.bench.settings.seed,
            columns=of.columns.of_rows(of.rows.array("sample")),
            progress=of.bench.stages.progress,
        )
        write_record(outputs, chosen)

    return of.bench.stages.run(family_action(of, family, stage="choice"), compute)


def family_action(
    of: LayerRows, family: "CandidateGrid", *, stage: str, inputs: Mapping[str, str] | None = None
) -> Action:
    """Describe a stage that looks at every candidate of a family.

    Args:
        of: The rows.
        family: The candidates.
        stage: What is done.
        inputs: Digests of what else it depends on.
    """
    params: dict[str, Json] = {
        **family.settings.model_dump(mode="json", exclude={"preset", "stability"}),
        "metrics": list(family.metrics),
        "counts": list(family.counts),
        "quantiles": list(family.quantiles),
        "seed": of.bench.settings.seed,
    }
    return of.bench.action(
        stage,
        of.name,
        inputs={**of.digests, **(inputs or {})},
        params=params,
        code=CODE,
        libraries=SCIENCE,
    )
