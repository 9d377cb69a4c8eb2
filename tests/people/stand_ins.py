"""Servers that sign people in, each as its documents describe it, on this machine: OpenID Connect, SAML, WeCom,
DingTalk, Feishu. Whoever `here` is, has signed in there already."""

import base64
import datetime as dt
import hashlib
import json
import threading
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils

SAML = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion"}


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class StandIn:
    """`routes` answer with a dict (JSON), or with an address (redirect). `asked` keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.codes: dict[str, dict] = {}
        self.here = "lin-elsewhere"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def routes(self) -> dict[str, Callable]:
        raise NotImplementedError

    def code_for(self, **facts) -> str:
        code = f"code{len(self.codes)}"
        self.codes[code] = facts
        return code

    def used(self, code: str) -> dict | None:
        """Each code is good once."""
        return self.codes.pop(code, None)

    def _handler(stand_in):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                is_json = "json" in self.headers.get("Content-Type", "")
                self._answer(json.loads(body) if is_json else {name: v[0] for name, v in parse_qs(body).items()})

            def _answer(self, sent: dict) -> None:
                parts = urlsplit(self.path)
                stand_in.asked.append(parts.path)
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()} | sent
                found = stand_in.routes()[parts.path](asked, self.headers)
                if isinstance(found, str):
                    self.send_response(302)
                    self.send_header("Location", found)
                    self.end_headers()
                    return
                content = json.dumps(found).encode()
                self.send_response(400 if "error" in found else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args) -> None:
                pass

        return Handler


class OpenIDConnect(StandIn):
    """`claims` and `published` replace what is true; `signs_with` is normally the published key."""

    def __init__(self) -> None:
        super().__init__()
        self.key = self.signs_with = new_key()
        self.algorithm = "RS256"
        self.claims: dict = {}
        self.published: dict = {}
        self.told: dict = {}

    def routes(self) -> dict[str, Callable]:
        return {
            "/.well-known/openid-configuration": self._configuration,
            "/authorize": self._authorize,
            "/token": self._token,
            "/jwks": self._keys,
            "/userinfo": lambda asked, headers: {"sub": self.here} | self.told,
        }

    def _configuration(self, asked, headers) -> dict:
        paths = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        paths |= {"userinfo_endpoint": "/userinfo"}
        addresses = {name: self.address + path for name, path in paths.items()}
        return {"issuer": self.address, **addresses} | self.published

    def _authorize(self, asked, headers) -> str:
        assert asked["code_challenge_method"] == "S256"
        code = self.code_for(client=asked["client_id"], challenge=asked["code_challenge"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def _token(self, asked, headers) -> dict:
        facts = self.used(asked["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest())
        if facts is None or challenge.rstrip(b"=").decode() != facts["challenge"]:
            return {"error": "invalid_grant"}
        now = timezone.now()
        claims = {"iss": self.address, "aud": facts["client"], "sub": self.here, "iat": now}
        claims |= {"exp": now + dt.timedelta(minutes=5)} | self.claims
        token = jwt.encode(claims, self.signs_with, self.algorithm, headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def _keys(self, asked, headers) -> dict:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}


class WeCom(StandIn):
    """Answers with the numbers of WeCom's own errors: 40029 for a code that is not good, 42001 for an old token."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = 0
        self.is_member = True

    def routes(self) -> dict[str, Callable]:
        return {
            "/wwlogin/sso/login": self._page,
            "/connect/oauth2/authorize": self._page,
            "/cgi-bin/gettoken": self._token,
            "/cgi-bin/auth/getuserinfo": self._member,
        }

    def _page(self, asked, headers) -> str:
        assert (asked["appid"], asked["agentid"]) == ("corp", "1000002")
        return f"{asked['redirect_uri']}?{urlencode({'code': self.code_for(), 'state': asked['state']})}"

    def _token(self, asked, headers) -> dict:
        if (asked["corpid"], asked["corpsecret"]) != ("corp", "secret"):
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.tokens += 1
        return {"errcode": 0, "errmsg": "ok", "access_token": f"token{self.tokens}", "expires_in": 7200}

    def _member(self, asked, headers) -> dict:
        if asked["access_token"] != f"token{self.tokens}":
            return {"errcode": 42001, "errmsg": "access_token expired"}
        if self.used(asked["code"]) is None:
            return {"errcode": 40029, "errmsg": "invalid code"}
        who = {"userid": self.here} if self.is_member else {"openid": self.here}
        return {"errcode": 0, "errmsg": "ok"} | who


class DingTalk(StandIn):
    def routes(self) -> dict[str, Callable]:
        return {
            "/oauth2/auth": lambda asked, headers: (
                f"{asked['redirect_uri']}?{urlencode({'authCode': self.code_for(), 'state': asked['state']})}"
            ),
            "/v1.0/oauth2/userAccessToken": self._token,
            "/v1.0/contact/users/me": lambda asked, headers: {"openId": self.here, "nick": "林"},
        }

    def _token(self, asked, headers) -> dict:
        if self.used(asked["code"]) is None:
            return {"error": "invalid"}
        return {"accessToken": "opaque", "refreshToken": "more", "expireIn": 7200}


class Feishu(StandIn):
    def __init__(self) -> None:
        super().__init__()
        self.number = ""

    def routes(self) -> dict[str, Callable]:
        return {
            "/open-apis/authen/v1/index": lambda asked, headers: (
                f"{asked['redirect_uri']}?{urlencode({'code': self.code_for(), 'state': asked['state']})}"
            ),
            "/open-apis/auth/v3/app_access_token/internal/": lambda asked, headers: {
                "code": 0, "app_access_token": "of the app",
            },
            "/open-apis/authen/v1/access_token": self._token,
            "/open-apis/authen/v1/user_info": lambda asked, headers: {
                "code": 0, "data": {"open_id": self.here, "name": "林晓", "employee_no": self.number},
            },
        }  # fmt: skip

    def _token(self, asked, headers) -> dict:
        if self.used(asked["code"]) is None:
            return {"code": 20003, "msg": "invalid code"}
        return {"code": 0, "data": {"access_token": "opaque", "expires_in": 7200}}


class IdentityProvider:
    """SAML needs no server: the browser carries a request there and a signed answer back."""

    entity = "https://idp.example.com/metadata"
    page = "https://idp.example.com/sso"

    def __init__(self) -> None:
        self.key = new_key()
        self.certificate = certificate_of(self.key)
        self.here = "lin-elsewhere"
        self.attributes: dict[str, str] = {}
        self.lies: dict[str, str] = {}
        self.lasts = dt.timedelta(minutes=5)
        self.signs = True
        self.signs_with = self.key

    def answer(self, address: str) -> str:
        """To the request in `address`, as the form that the browser would post."""
        packed = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
        request = etree.fromstring(zlib.decompress(packed, -15))
        facts = {
            "to": request.get("ID"),
            "acs": request.get("AssertionConsumerServiceURL"),
            "audience": request.findtext("saml:Issuer", namespaces=SAML),
            "issuer": self.entity,
        } | self.lies
        return base64.b64encode(self._response(facts)).decode()

    def _response(self, facts: dict[str, str]) -> bytes:
        assertion = self._assertion(facts)
        if self.signs:
            assertion = OneLogin_Saml2_Utils.add_sign(
                assertion, pem_of(self.signs_with), certificate_of(self.signs_with),
                sign_algorithm=OneLogin_Saml2_Constants.RSA_SHA256, digest_algorithm=OneLogin_Saml2_Constants.SHA256,
            ).decode()  # fmt: skip
        return (
            f'<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="{SAML["saml"]}" ID="_r" '
            f'Version="2.0" IssueInstant="{stamp()}" Destination="{facts["acs"]}" InResponseTo="{facts["to"]}">'
            f"<saml:Issuer>{facts['issuer']}</saml:Issuer><samlp:Status>"
            '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f"{assertion}</samlp:Response>"
        ).encode()

    def _assertion(self, facts: dict[str, str]) -> str:
        until, since = stamp(self.lasts), stamp(min(self.lasts, dt.timedelta()) - dt.timedelta(minutes=5))
        attributes = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.attributes.items()
        )
        told = f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement>" if attributes else ""
        return (
            f'<saml:Assertion xmlns:saml="{SAML["saml"]}" ID="_a" Version="2.0" IssueInstant="{stamp()}">'
            f"<saml:Issuer>{facts['issuer']}</saml:Issuer><saml:Subject>"
            '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">'
            f'{self.here}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{facts["acs"]}" '
            f'InResponseTo="{facts["to"]}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>'
            f"<saml:Audience>{facts['audience']}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{stamp()}"><saml:AuthnContext><saml:AuthnContextClassRef>'
            "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext>"
            f"</saml:AuthnStatement>{told}</saml:Assertion>"
        )


def stamp(later: dt.timedelta = dt.timedelta()) -> str:
    return f"{timezone.now().astimezone(dt.UTC) + later:%Y-%m-%dT%H:%M:%SZ}"


def pem_of(key: rsa.RSAPrivateKey) -> str:
    traditional, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, traditional, plain).decode()


def certificate_of(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.com")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2046, 1, 1, tzinfo=dt.UTC))
    )
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
