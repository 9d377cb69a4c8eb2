"""A signing key inside a PKCS#11 token (HSM, smart card, SoftHSM), named by a URI as RFC 7512 has it.

pkcs11:token=academy;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/run/secrets/pin

Needs the package python-pkcs11, which is not among our requirements: nobody without a token should have to compile it.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote


def open_token(uri: str) -> Callable[[bytes], bytes]:
    """Opens a session that is kept; the function signs with RSASSA-PKCS1-v1_5 and SHA-256."""
    import pkcs11

    names, queries = parse(uri)
    library = pkcs11.lib(queries["module-path"])
    pin = queries.get("pin-value") or Path(queries["pin-source"].removeprefix("file:")).read_text().strip()
    session = library.get_token(token_label=names["token"]).open(user_pin=pin)
    key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=names["object"])
    one_at_a_time = threading.Lock()  # a session of PKCS#11 is not made for several threads

    def sign(data: bytes) -> bytes:
        with one_at_a_time:
            signature: bytes = key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
        return signature

    return sign


def parse(uri: str) -> tuple[dict[str, str], dict[str, str]]:
    """The path's attributes and the query's, percent-decoded."""
    scheme, _, rest = uri.partition(":")
    path, _, query = rest.partition("?")
    if scheme != "pkcs11" or not path:
        raise ValueError(f"Not a PKCS#11 URI: {uri!r}")
    return _pairs(path, ";"), _pairs(query, "&")


def _pairs(text: str, separator: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(separator) if part)
    return {name: unquote(value) for name, _, value in pairs}
