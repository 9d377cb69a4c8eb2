"""Agreement of assessors against figures that others have published, to the printed digit."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from roleplays.fairness import table
from roleplays.fairness.correlation import reliability
from roleplays.fairness.kappa import Weights, cohen, fleiss, mean_of, pairwise

PUBLISHED = Path(__file__).parent / "published"
SHROUT_FLEISS = PUBLISHED / "shrout_fleiss_1979.csv"

# Two dermatologists and a patient's skin condition: the example of SAS's procedure FREQ.
SKIN = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
# Two abstractors and a hundred pregnancies: Gwet 2014, table 2.5.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
# Fourteen assessors, ten performances, five categories: the worked example that statsmodels and Wikipedia have.
FOURTEEN = (
    """0 0 0 0 14  0 2 6 4 2  0 0 3 5 6  0 3 9 2 0  2 2 8 1 1  7 7 0 0 0  3 2 6 3 0  2 5 3 2 2  6 5 2 1 0  0 2 2 3 7"""
)
# Six psychiatrists, thirty patients, five diagnoses: Fleiss 1971, table 1.
DIAGNOSES = """0 0 0 6 0  0 3 0 0 3  0 1 4 0 1  0 0 0 0 6  0 3 0 3 0  2 0 4 0 0  0 0 4 0 2  2 0 3 1 0  2 0 0 4 0
0 0 0 0 6  1 0 0 5 0  1 1 0 4 0  0 3 3 0 0  1 0 0 5 0  0 2 0 3 1  0 0 5 0 1  3 0 0 1 2  5 1 0 0 0  0 2 0 4 0  1 0 2 0 3
0 0 0 0 6  0 1 0 5 0  0 2 0 1 3  2 0 0 4 0  1 0 0 4 1  0 5 0 1 0  4 0 0 0 2  0 2 0 4 0  1 0 5 0 0  0 0 0 0 6"""
# Four assessors and twelve performances, some of them not seen by all: Gwet 2014, table 2.10.
N = None
SOME_MISSING = list(
    zip(
        *[
            [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
            [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
        ],
        strict=True,
    )
)


def pairs_of(crossing: Sequence[Sequence[int]]) -> list[tuple[float, float]]:
    return [(a, b) for a, row in enumerate(crossing) for b, count in enumerate(row) for _ in range(count)]


def rows_of(counts: str, categories: int = 5) -> list[list[float]]:
    numbers = [int(each) for each in counts.split()]
    rows = [numbers[start : start + categories] for start in range(0, len(numbers), categories)]
    return [[float(c) for c, count in enumerate(row) for _ in range(count)] for row in rows]


@pytest.mark.parametrize(
    ("crossing", "weights", "published"),
    [
        (SKIN, Weights.NONE, "0.4842 0.1380 0.2137 0.7547"),
        (SKIN, Weights.LINEAR, "0.4701 0.1457 0.1845 0.7558"),
        (ABSTRACTORS, Weights.NONE, "0.7964 0.0589 0.6809 0.9119"),
    ],
)
def test_cohens_kappa_has_the_published_value_error_and_interval(crossing, weights, published):
    found = cohen(pairs_of(crossing), weights)
    assert f"{found.value:.4f} {found.error:.4f} {found.low:.4f} {found.high:.4f}" == published


@pytest.mark.parametrize(("counts", "published"), [(FOURTEEN, "0.210"), (DIAGNOSES, "0.430")])
def test_fleiss_kappa_has_the_published_value(counts, published):
    assert f"{fleiss(rows_of(counts)).value:.3f}" == published


def test_fleiss_kappa_with_missing_ratings_has_the_published_value_error_and_interval():
    found = fleiss(SOME_MISSING)
    assert (round(found.value, 5), round(found.error, 5)) == (0.76117, 0.15302)
    assert (f"{found.low:.3f}", found.high) == ("0.424", 1.0)


def test_correlation_has_the_values_and_intervals_that_shrout_and_fleiss_lead_to():
    """The values are printed in their table 4; the bounds are those of R's psych and of pingouin 0.5."""
    found = reliability(table.read(SHROUT_FLEISS.read_bytes()).rows)
    assert (f"{found.single.value:.2f}", f"{found.mean.value:.2f}") == ("0.29", "0.62")
    assert (f"{found.single.low:.3f}", f"{found.single.high:.3f}") == ("0.019", "0.761")
    assert (f"{found.mean.low:.3f}", f"{found.mean.high:.3f}") == ("0.071", "0.927")


def test_complete_agreement_is_one():
    rows = [[1.0, 1.0], [0.5, 0.5], [0.0, 0.0]]
    assert cohen([tuple(row) for row in rows], Weights.QUADRATIC).value == pytest.approx(1)
    assert fleiss(rows).value == pytest.approx(1)
    assert reliability(rows).single.value == pytest.approx(1)


def test_a_value_that_nobody_gave_changes_nothing():
    """Between 1 and 3 lies the same distance whether or not somebody has used 2."""
    sparse = [(1, 1), (1, 3), (3, 3), (3, 3), (5, 3), (5, 5)]
    assert cohen(sparse, Weights.QUADRATIC).value == pytest.approx(
        cohen([(a * 10, b * 10) for a, b in sparse], Weights.QUADRATIC).value
    )


@pytest.mark.parametrize("rows", [[], [[1.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]], [[1.0, None], [None, 2.0]]])
def test_where_there_is_nothing_to_compare_no_figure_is_made_up(rows):
    assert mean_of(pairwise(rows)) is None
    assert fleiss(rows) is None
    assert reliability(rows) is None


def test_an_assessor_who_saw_less_is_compared_on_what_both_saw():
    pair = pairwise([[1.0, 1.0], [0.0, None], [0.0, 0.0], [0.5, 0.0]])[0]
    assert pair.kappa.n == 3


def run(path: Path, capsys) -> dict:
    call_command("roleplays", "agreement", str(path))
    return json.loads(capsys.readouterr().out)


def test_the_command_prints_the_figures_of_any_table_as_json(capsys):
    found = run(SHROUT_FLEISS, capsys)
    assert found["assessors"] == ["a", "b", "c", "d"]
    assert (round(found["icc_2_1"], 2), round(found["icc_2_k"], 2)) == (0.29, 0.62)
    assert len(found["pairwise"]) == 6


def test_the_command_reads_names_marks_and_gaps(tmp_path, capsys):
    path = tmp_path / "ratings.csv"
    path.write_bytes("场次;徐敏;王芳\n一;done;done\n二;partly;NA\n三;not;done\n四;not;not\n".encode("gb18030"))
    found = run(path, capsys)
    assert found["assessors"] == ["徐敏", "王芳"]
    assert (found["performances"], found["missing"], found["pairwise"][0]["performances"]) == (4, 1, 3)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "first row"),
        (b"a,b\n", "first row"),
        (b"a\n1\n2\n", "two assessors"),
        (b"a,b\n1,2\n1\n", "Row 3 has 1 columns"),
        (b"a,b\n1,2\n1,good\n", "Row 3, b: “good” is no rating"),
        (b"a,b\n1,2\n1,inf\n", "is no rating"),
        (b"a,a\n1,2\n", "the same name"),
        (b"\x00\x01\x02\xff", "not text"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_place(content, what, tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=what):
        call_command("roleplays", "agreement", str(path))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("roleplays", "agreement", str(tmp_path / "none.csv"))
