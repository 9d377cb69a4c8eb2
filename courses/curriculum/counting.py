"""How much there is in the curriculum's files."""

from collections import Counter
from pathlib import Path

from courses.curriculum.checking import LANGUAGES, read_all


def count(folder: Path) -> dict[str, int]:
    """What is counted: how many. A drawing in two languages is one picture."""
    sources, _ = read_all(folder)
    kinds = Counter(source.kind for source in sources)
    of = {kind: [source.data for source in sources if source.kind == kind] for kind in kinds}
    questions = [question for quiz in of.get("quiz", []) for question in quiz.get("questions", [])]
    sections = [section for play in of.get("role-play", []) for section in play["check_sheet"]["sections"]]
    lessons = of.get("lesson", [])
    pictures = {path.name.split(".")[0] for path in (folder / "images").glob(f"*.{LANGUAGES[0]}.svg")}
    return {
        "clauses": sum(len(rows) for rows in of.get("standards", [])),
        "courses": kinds["course"],
        "modules": kinds["module"],
        "lessons": kinds["lesson"],
        "minutes of lessons": sum(lesson["minutes"] for lesson in lessons),
        "pictures": len(pictures),
        "quizzes": kinds["quiz"],
        "questions": len(questions),
        **{f"  {kind}": number for kind, number in sorted(Counter(q["kind"] for q in questions).items())},
        "role-plays and audits": kinds["role-play"],
        "check-sheet items": sum(len(section["items"]) for section in sections),
        "certifications": kinds["certification"],
        "gold performances": kinds["gold"],
        "calibration sets": kinds["calibration-set"],
    }
