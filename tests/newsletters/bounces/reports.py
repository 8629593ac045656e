"""Reports as servers and mailboxes write them, invented."""

from email.message import Message

from newsletters.assembly import assemble
from tests.newsletters.letters import CONTENT, IDENTITY, RETURNS, claimed

BOUNCE = RETURNS.address(1234, "bounce")
LEAVE = RETURNS.address(1234, "unsubscribe")


def delivery_report(
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "smtp; 550 5.1.1 unknown user",
    *,
    to: str = BOUNCE,
    quoted: bytes = b"",
    extra: str = "",
) -> bytes:
    """RFC 3464: a report to the sealed address, by a server."""
    text = f"""\
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered
Auto-Submitted: auto-replied
{extra}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limit"

--limit
Content-Type: text/plain

The message could not be delivered.
--limit
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; lectrice@commune.example
Action: {action}
Status: {status}
Diagnostic-Code: {words}

--limit
Content-Type: message/rfc822

"""
    return text.replace("\n", "\r\n").encode() + quoted + b"\r\n--limit--\r\n"


def complaint(feedback: str = "abuse", *, quoted: bytes | None = None) -> bytes:
    """RFC 5965: a mailbox says that its user wants no more; our message is quoted whole."""
    ours = assemble(claimed(), CONTENT, IDENTITY).data if quoted is None else quoted
    text = f"""\
From: feedback@mailbox.example
To: plaintes@mission.example
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="limit"

--limit
Content-Type: text/plain

A user complained.
--limit
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: Mailbox/1
Version: 1

--limit
Content-Type: message/rfc822

"""
    return text.replace("\n", "\r\n").encode() + ours + b"\r\n--limit--\r\n"


def letter(to: str, text: str = "Bonjour", **headers: str) -> bytes:
    """A mail that somebody, or a program, wrote."""
    message = Message()
    message["From"] = "lectrice@commune.example"
    message["To"] = to
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_payload(text, "utf-8")
    return message.as_bytes()
