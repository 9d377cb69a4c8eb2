"""Serial numbers of many certificates, taken at once."""

from certificates.models.serial import SerialNumber


class Serials:
    def __init__(self) -> None:
        self.last = dict(SerialNumber.objects.values_list("year", "last"))

    def take(self, year: int, tail: str) -> str:
        self.last[year] = self.last.get(year, 0) + 1
        return f"SA-{year}-{self.last[year]:06d}-{tail}"

    def keep(self) -> None:
        rows = [SerialNumber(year=year, last=last) for year, last in self.last.items()]
        SerialNumber.objects.bulk_create(rows, update_conflicts=True, unique_fields=["year"], update_fields=["last"])
