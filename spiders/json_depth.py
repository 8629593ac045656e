"""How deeply JSON is nested, told from its bytes as they come, before anything is built of it."""

import re
from itertools import accumulate

DEEPEST = 64
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_STRING_ENDS = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_OTHERS = bytes(byte for byte in range(256) if byte not in _STEPS)


class DepthGuard:
    """Follows a stream of JSON; brackets inside strings do not count."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._held = b""  # a backslash at the end of a piece goes with what follows it

    def is_too_deep(self, piece: bytes) -> bool:
        """Whether the stream, with this piece of it, is nested deeper than anyone writes."""
        rest = self._outside(self._held + piece)
        brackets = rest.translate(None, _OTHERS)
        deepest = self._depth
        for depth in accumulate(map(_STEPS.__getitem__, brackets), initial=self._depth):
            deepest = max(deepest, depth)
            self._depth = depth
        return deepest > DEEPEST

    def _outside(self, piece: bytes) -> bytes:
        """The piece without its strings."""
        self._held = b""
        trailing = len(piece) - len(piece.rstrip(b"\\"))
        if trailing % 2:
            piece, self._held = piece[:-1], b"\\"
        if self._in_string:
            end = _STRING_ENDS.match(piece)
            if end is None:
                return b""
            piece, self._in_string = piece[end.end() :], False
        bare = _STRING.sub(b"", piece)
        begun = bare.find(b'"')
        if begun < 0:
            return bare
        self._in_string = True
        return bare[:begun]
