"""Reminders by mail."""

import smtplib
import socket

from django.core.mail import EmailMessage

from tracking.reminding.outcome import Refused, Unclear
from tracking.reminding.words import Message

# The server said no, or there was none: nothing went out.
NOT_SENT = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPDataError,
    ConnectionRefusedError,
    socket.gaierror,
    ValueError,
)


def send(address: str, message: Message, sender: str) -> None:
    mail = EmailMessage(" ".join(message.title.split()), message.text, sender, [address])
    for file in message.files:
        mail.attach(*file)
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        mail.send()
    except NOT_SENT as error:
        raise Refused(f"{type(error).__name__}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unclear(f"{type(error).__name__}: {error}") from error
