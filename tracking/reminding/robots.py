"""Group robots of WeCom, DingTalk and Feishu: their documented payloads and signatures.

Only the vendors' own addresses over HTTPS are asked, and those that ROBOT_ORIGINS adds; redirects are not followed, so
nobody who may set an address can make the server ask another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import quote_plus, urlsplit

from django.conf import settings

from tracking.models import ReminderPlan, Robot
from tracking.reminding.outcome import Refused, Unclear
from tracking.reminding.words import Message

ORIGINS = {
    Robot.WECOM: ["https://qyapi.weixin.qq.com"],
    Robot.DINGTALK: ["https://oapi.dingtalk.com", "https://api.dingtalk.com"],
    Robot.FEISHU: ["https://open.feishu.cn", "https://open.larksuite.com"],
}
# WeCom's limit is 4,096 bytes; the others take more.
MOST_BYTES = 4000
TIMEOUT = 10
LONGEST_ANSWER = 10_000


def is_allowed(robot: str, url: str) -> bool:
    """Whether the address is one of the vendor's, written plainly: no user, no other port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.hostname}{f':{port}' if port else ''}"
    plain = parts.netloc.lower() == origin.partition("://")[2] and not any(ord(each) <= 32 for each in url)
    return plain and origin in [*ORIGINS.get(robot, []), *settings.ROBOT_ORIGINS]


def send(plan: ReminderPlan, message: Message, now: Callable[[], float] = time.time) -> None:
    if not is_allowed(plan.robot, plan.robot_url):
        raise Refused("address is not the vendor's")
    url, payload = request_of(plan, message, now())
    body = json.dumps(payload, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
    answer = ask(request)
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    if code != 0:
        raise Refused(f"{code}: {answer.get('errmsg', answer.get('msg', ''))}")


def request_of(plan: ReminderPlan, message: Message, now: float) -> tuple[str, dict]:
    """The address with whatever signature it carries, and the payload."""
    text = short(message.text)
    if plan.robot == Robot.WECOM:
        return plan.robot_url, {"msgtype": "text", "text": {"content": text}}
    if plan.robot == Robot.DINGTALK:
        payload = {"msgtype": "text", "text": {"content": text}}
        return dingtalk_url(plan.robot_url, plan.robot_secret, round(now * 1000)), payload
    payload = {"msg_type": "text", "content": {"text": text}}
    return plan.robot_url, payload | feishu_signature(plan.robot_secret, int(now))


def dingtalk_url(url: str, secret: str, milliseconds: int) -> str:
    """Signed: HMAC-SHA256 of "timestamp, line break, secret" with the secret, in Base64, as a part of the address."""
    if not secret:
        return url
    said = f"{milliseconds}\n{secret}".encode()
    sign = base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()
    return f"{url}{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={quote_plus(sign)}"


def feishu_signature(secret: str, seconds: int) -> dict:
    """Signed: HMAC-SHA256 of nothing, with "timestamp, line break, secret" as the key, in Base64."""
    if not secret:
        return {}
    key = f"{seconds}\n{secret}".encode()
    return {"timestamp": str(seconds), "sign": base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()}


def short(text: str) -> str:
    if len(text.encode()) <= MOST_BYTES:
        return text
    return text.encode()[: MOST_BYTES - 3].decode(errors="ignore") + "…"


def ask(request: urllib.request.Request) -> dict:
    try:
        with OPENER.open(request, timeout=TIMEOUT) as response:
            answer = json.loads(response.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            raise Unclear(f"HTTP {error.code}") from error
        raise Refused(f"HTTP {error.code}") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise Refused("connection refused") from error
        raise Unclear(str(error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unclear(f"{type(error).__name__}: {error}") from error
    if not isinstance(answer, dict):
        raise Unclear("no answer that can be understood")
    return answer


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirects)
