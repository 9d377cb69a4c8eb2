"""Gold performances of the check sheet "Reception", and a set of them."""

from roleplays.models import CalibrationSet, GoldMark, GoldPerformance, SetMember

REFERENCE = {"W-01": "done", "W-02": "partly", "W-03": "not", "W-04": "done"}
REASON = "Line 2 shows it"
TRANSCRIPT = "Lin walks up.\nLin: Good morning.\nZhou: Just the maintenance."


def make_gold(check_sheet, code="gold-1", marks=REFERENCE, **fields) -> GoldPerformance:
    values = {
        "title_zh": "接待",
        "title_en": f"Reception {code}",
        "transcript_zh": "林走上前。",
        "transcript_en": TRANSCRIPT,
    }
    gold = GoldPerformance(code=code, check_sheet=check_sheet, **values | fields)
    gold.marks = [
        GoldMark(item=item, value=mark, reason_zh="见第 2 行", reason_en=f"{REASON}: {item}", sort_order=place)
        for place, (item, mark) in enumerate(marks.items())
    ]
    gold.save()
    return gold


def make_set(golds, code="set-1") -> CalibrationSet:
    chosen = CalibrationSet(code=code, title_zh="第一套", title_en="First set")
    chosen.members = [SetMember(performance=gold, sort_order=place) for place, gold in enumerate(golds)]
    chosen.save()
    return chosen


def score_all(calibration, at, **differently):
    """As the reference says, but for `W_02="not"` and the like."""
    for sheet in calibration.in_order():
        for item, mark in (sheet.performance.values | {k.replace("_", "-"): v for k, v in differently.items()}).items():
            sheet.put(item, at, value=mark)
