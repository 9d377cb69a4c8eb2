"""The bytes of a recording as they came, one after the other."""

from django.db import models
from django.db.models import Q

from roleplays import recording_files


def place_of_chunk(chunk: "RecordingChunk", filename: str) -> str:
    return f"{recording_files.folder_of(chunk.recording.key)}/{chunk.offset:012}"


class RecordingChunk(models.Model):
    """`sha256` is that of its bytes: sent twice it is one, and nobody can exchange it unnoticed."""

    recording = models.ForeignKey("roleplays.Recording", models.CASCADE, related_name="chunks")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(upload_to=place_of_chunk, max_length=120)

    class Meta:
        ordering = ["offset"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "offset"], name="recording_chunk_once_at_its_place"),
            models.CheckConstraint(condition=Q(size__gt=0), name="recording_chunk_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} · {self.offset}"
