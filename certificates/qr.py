"""The QR code of a certificate as one path: a browser reads it as SVG, a page of a PDF has it as it is.

WeasyPrint would read the SVG number by number, which took a tenth of the time of a certificate.
"""

import base64

import pydyf
import segno
from segno.utils import matrix_to_lines

from certificates import linework


class QRCode:
    """A picture as WeasyPrint knows them: it says how large it is, and draws itself."""

    def __init__(self, text: str) -> None:
        matrix = segno.make(text, error="m", micro=False).matrix
        middles = matrix_to_lines(matrix, 0, 0.5)
        self.modules = len(matrix)
        self.stroke = linework.Stroke("".join(f"M{x} {y}L{end} {y}" for (x, y), (end, _) in middles), linework.INK, 1)

    def get_intrinsic_size(self, *_: object) -> tuple[None, None, float]:
        return None, None, 1

    def draw(self, stream: pydyf.Stream, width: float, height: float, _: object) -> None:
        stream.set_matrix(width / self.modules, 0, 0, height / self.modules, 0, 0)
        stream.stream.append(linework.drawn(self.stroke).encode())

    def data_url(self) -> str:
        picture = linework.picture([self.stroke], self.modules, self.modules)
        return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"
