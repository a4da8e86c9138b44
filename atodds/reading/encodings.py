"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, then what charset-normalizer finds in a sample."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

__all__ = ["Decoded", "decode", "looks_binary"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The code pages one meets in folders of reports; fewer candidates mean fewer wrong guesses on short texts.
_CODE_PAGES = ["cp1252", "cp1251", "cp1250", "koi8_r", "cp1254", "cp1253", "mac_roman", "shift_jis", "gb18030", "big5", "euc_kr"]
_LETTERS = {
    "cp1252": "éèêëàâäáãåæçîïíìñôöóòõøœßûüúùÿÉÈÀÁÄÅÆÇÖØÜ“”‘’–—€£",
    "cp1250": "ąćęłńóśźżčďěňřšťůžýáéíúőűöüăâîșțĄĆĘŁŃŚŹŻČŘŠŽ“”„’–—€",
    "cp1254": "ğışçöüĞİŞÇÖÜâîû“”‘’–—€",
    "mac_roman": "éèêëàâäáçîïíñôöóßûüú“”‘’–—",
}
_SAMPLE_BYTES = 64 * 1024
# Characters that stand for others: ligatures, soft hyphens, zero-width marks, odd blanks. One character each way keeps lines in step.
_FOREIGN = re.compile(
    "[\u00a0\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202f\u2060\u2007\u2009\ufb00-\ufb06\ufeff\x00-\x08\x0b\x0e-\x1f\x7f\x85]"
)
_REPLACEMENTS: dict[int, str] = {
    **dict.fromkeys((160, 8199, 8201, 8239, 11, 8232, 8233, 133), " "),  # a new line would put all later ones out
    **dict.fromkeys((173, 8203, 8204, 8205, 8206, 8207, 8288, 65279, 127, *range(8234, 8239)), ""),
    **dict.fromkeys((*range(9), *range(14, 32)), ""),
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with single line feeds as line ends, the encoding it came in, and what was lost on the way."""

    text: str
    encoding: str
    notice: str | None = None

    def limited(self, max_chars: int) -> Decoded:
        """The same, without what stands after the last blank before the limit."""
        if len(self.text) <= max_chars:
            return self
        ends = (self.text.rfind(blank, max_chars // 2, max_chars) for blank in ("\n", " "))
        kept = self.text[: next((end for end in ends if end >= 0), max_chars)]
        said = f"only the first {len(kept):,} of {len(self.text):,} characters were read (limit max_chars)"
        return replace(self, text=kept, notice=f"{self.notice}; {said}" if self.notice else said)


def looks_binary(content: bytes) -> bool:
    """Whether bytes are no text in any encoding read here: zero bytes without the pattern of UTF-16, or many control characters."""
    head = content[:_SAMPLE_BYTES]
    if not head or head.startswith(tuple(mark for mark, _ in _MARKS)) or _utf16_without_mark(head):
        return False
    controls = sum(head.count(bytes([code])) for code in (*range(0x07), 0x0E, 0x0F, *range(0x10, 0x1B), 0x1C, 0x1D))
    return b"\0" in head or controls > len(head) // 50


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """Text of `content` in the named encoding, or in the one its bytes speak for. Never raises; bytes that fit nothing become U+FFFD."""
    notice = None
    if encoding:
        try:
            return Decoded(tidied(content.decode(encoding)), encoding)
        except (LookupError, UnicodeError):
            notice = f"not {encoding} as the hint said; encoding detected instead"
    for mark, name in _MARKS:
        if content.startswith(mark):
            text = content.decode(name, errors="replace")
            return Decoded(tidied(text), name, _lost(text, name) or notice)
    unmarked = _utf16_without_mark(content[:_SAMPLE_BYTES])
    if unmarked:
        text = content.decode(unmarked, errors="replace")
        return Decoded(tidied(text), unmarked, _lost(text, unmarked) or notice)
    try:
        return Decoded(tidied(content.decode("utf-8")), "utf-8", notice)
    except UnicodeDecodeError:
        pass
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    # Bytes above 127 that mostly are good UTF-8: a torn file, not another encoding.
    if broken * 20 < sum(1 for char in text[:200_000] if char > "\x7f" and char != "\ufffd"):
        return Decoded(tidied(text), "utf-8", _lost(text, "utf-8"))
    name = _detected(content)
    text = content.decode(name, errors="replace")
    return Decoded(tidied(text), name, _lost(text, name) or notice)


def tidied(text: str) -> str:
    """One kind of line end, plain blanks, no ligatures, soft hyphens, zero-width or control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FOREIGN.search(text):
        text = text.translate(_REPLACEMENTS)
    return text


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 of mostly Latin text has zero bytes at every other place."""
    if len(head) < 8:
        return None
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _detected(content: bytes) -> str:
    """What charset-normalizer makes of a sample round the first byte that is not ASCII."""
    from charset_normalizer import from_bytes

    first = next(re.finditer(rb"[\x80-\xff]", content)).start()
    begin = max(first - _SAMPLE_BYTES // 4, 0)
    sample = content[begin : begin + _SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=_CODE_PAGES).best()
    name = best.encoding if best is not None else "cp1252"
    if name not in {"cp1250", "cp1254", "mac_roman", "cp1252"}:
        return name
    # Latin code pages decode each other's text without complaint: count the letters each would give that its languages use.
    scores = {page: sum(map(sample.decode(page, errors="replace").count, letters)) for page, letters in _LETTERS.items()}
    return max(scores, key=lambda page: (scores[page], page == "cp1252"))


def _lost(text: str, name: str) -> str | None:
    broken = text.count("\ufffd")
    return f"{broken} bytes are not {name} and read as U+FFFD" if broken else None
