"""Makes the small fonts in certificates/fonts/ from the packages named in its README.

npm pack @expo-google-fonts/noto-serif-sc @expo-google-fonts/eb-garamond, unpack both, then
python certificates/make_font_subsets.py <noto-serif-sc/package> <eb-garamond/package>
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).parent / "fonts"
TITLE = "认证证书之印"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2010, 0x2040)]


def main(noto: Path, garamond: Path) -> None:
    medium = noto / "500Medium/NotoSerifSC_500Medium.ttf"
    make("CertificateHan.ttf", medium, map(ord, everyday_characters()))
    make("CertificateTitle.ttf", noto / "700Bold/NotoSerifSC_700Bold.ttf", map(ord, TITLE))
    make("CertificateLatin.ttf", garamond / "400Regular/EBGaramond_400Regular.ttf", LATIN)
    make("CertificateLatinItalic.ttf", garamond / "400Regular_Italic/EBGaramond_400Regular_Italic.ttf", LATIN)
    (FONTS / "NotoSerifSC-Medium.ttf").write_bytes(medium.read_bytes())


def make(name: str, source: Path, codepoints: Iterable[int]) -> None:
    options = subset.Options(
        hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "liga", "smcp", "c2sc", "lnum", "tnum"]
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)
    subset.save_font(font, str(FONTS / name), options)


def everyday_characters() -> set[str]:
    """GB 2312 with its punctuation, ASCII, and the Table of General Standard Chinese Characters."""
    table = (FONTS / "general-standard-characters.txt").read_text(encoding="utf-8")
    return gb2312() | set(table.replace("\n", "")) | set(map(chr, range(0x20, 0x7F)))


def gb2312() -> set[str]:
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return set("".join(pair.decode("gb2312", "ignore") for pair in pairs))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
