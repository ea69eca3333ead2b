"""How is a file spoilt in ways that people and attackers spoil files? Cut, doubled, swapped, re-encoded, filled with hard pieces."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

HARD = [
    *(bytes([one]) for one in b',"\n\r\t;<>&{}[]:-.\x00'),
    *(b"/>", b"=1+1", b"null", b"NaN", b"inf", b"1e309", b"-1e308", b"9" * 400, b"-0", b"(1)", b"", b"1e-320"),
    *(b"0000-00-00", b"31/02/2024", b"99999999", b"999999", b"-99.99", b"1.5%", b"2024-01-02T25:61"),
    *(b"../", b' reference="../.."', b' id="1"', b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"USD", b"usd"),
    *("٣".encode(), "²".encode(), "🤓".encode(), "\u202e".encode(), "\u2028".encode(), "−1".encode()),
]
DELIMITERS = (b",", b";", b"\t", b"|", b" ", b"\x1f")
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "shift_jis", "utf-8-sig")


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The bytes cut off somewhere, or with a few pieces put in, replaced or doubled."""
    changed = bytearray(content)
    if draw(st.booleans()):
        return bytes(changed[: draw(st.integers(0, len(changed)))])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(changed)))
        cut = draw(st.integers(0, 12))
        changed[at : at + cut] = draw(st.sampled_from(HARD) | st.binary(max_size=4))
    return bytes(changed)


@st.composite
def rearranged(draw: st.DrawFn, content: bytes) -> bytes:
    """The lines doubled, dropped or swapped, other delimiters, another encoding: still something like a file."""
    lines = content.split(b"\n")
    for _ in range(draw(st.integers(0, 4))):
        at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        lines[at] = draw(st.sampled_from([lines[other], b"", lines[at] * 2, lines[at].upper(), lines[at][::-1]]))
    changed = draw(st.sampled_from([b"\n", b"\r\n", b"\r", b"\n\n"])).join(lines)
    if draw(st.booleans()):
        changed = changed.replace(draw(st.sampled_from(DELIMITERS)), draw(st.sampled_from(DELIMITERS)))
    if draw(st.integers(0, 3)) == 0:
        changed = changed.decode("latin-1").encode(draw(st.sampled_from(ENCODINGS)), "replace")
    return changed


@st.composite
def respelled(draw: st.DrawFn, content: bytes) -> bytes:
    """Some cells replaced by hard ones, the table's shape kept, so that what reads the cells is reached."""
    rows = [line.split(b",") for line in content.split(b"\n")]
    for _ in range(draw(st.integers(1, 6))):
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(HARD) | st.floats().map(lambda x: b"%r" % x))
    return b"\n".join(b",".join(row) for row in rows)


def spoilt(content: bytes) -> st.SearchStrategy[bytes]:
    """The file spoilt in any of these ways."""
    return st.one_of(damaged(content), rearranged(content), respelled(content))


def tables(header: bytes, words: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """A right header over rows of hard cells and of some that fit."""
    cells = st.lists(st.sampled_from([*HARD, *words]), max_size=header.count(b",") + 2)
    return st.lists(cells, max_size=8).map(lambda rows: b"\n".join([header, *(b",".join(row) for row in rows)]))
