"""The badge as a picture with the credential inside: whoever has the picture can have it verified."""

import re
import textwrap

from django.template.loader import render_to_string

from certificates import guilloche

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
WIDTH = 62  # of the middle, in the drawing's own units


def baked_svg(certificate, token: str) -> str:
    """The SVG with the token in it, as Open Badges 3.0 says; a token has no letter that XML would have to escape."""
    if not re.fullmatch(r"[\w.-]+", token, re.ASCII):
        raise ValueError("not a token")
    carrier = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}" verify="{token}"/>'
    return drawing(certificate).replace("</title>", f"</title>\n  {carrier}", 1)


def drawing(certificate) -> str:
    lines = textwrap.wrap(certificate.title_en, 26)[:3]
    return render_to_string(
        "certificates/badge.svg",
        {
            "certificate": certificate,
            "rosette": guilloche.draw(certificate.serial).rosette,
            "size_zh": f"{min(9, WIDTH / max(len(certificate.title_zh), 1)):.2f}",
            "lines": [(f"{97 + 5.6 * number:.1f}", line) for number, line in enumerate(lines)],
        },
    )
