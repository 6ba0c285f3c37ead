"""EML: the message's body, and attachments that are minutes."""

import email
import email.policy
from email.message import EmailMessage

from minutesparse.errors import UnreadableError

_DEEPEST = 3  # messages within messages
_MOST = 50


def to_markdown(data: bytes, depth: int = 0) -> str:
    """The body of a message as Markdown, then its attachments, parted by page breaks.

    Raises UnreadableError where there is no text in any of them.
    """
    from minutesparse.reading import sniff, to_text

    message = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)
    texts = []
    if subject := str(message.get("subject", "")).strip():
        texts.append(f"# {' '.join(subject.split())}\n")
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = body.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            charset = body.get_content_charset() or "utf-8"
            texts.append(_text(content, charset, body.get_content_type()))
    for n, part in enumerate(message.iter_attachments()):
        if n >= _MOST:
            break
        content = part.get_payload(decode=True)
        name = part.get_filename() or ""
        if part.get_content_type() == "message/rfc822" and depth < _DEEPEST:
            inner = part.get_payload()
            texts += [to_markdown(m.as_bytes(), depth + 1) for m in inner if hasattr(m, "as_bytes")]
        elif isinstance(content, bytes) and content:
            media_type = sniff(content, name)
            if media_type == "message/rfc822" or part.get_content_maintype() in ("image", "audio", "video"):
                continue
            try:
                texts.append(to_text(content, media_type)[0])
            except UnreadableError:
                continue  # an attachment that is no document
    if not any(text.strip() for text in texts):
        raise UnreadableError("there is no text in the message or its attachments")
    return "\f".join(texts)


def _text(content: bytes, charset: str, kind: str) -> str:
    try:
        text = content.decode(charset, "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    if kind == "text/html":
        from minutesparse.reading import html

        return html.to_markdown(text.encode("utf-8"))
    return text
