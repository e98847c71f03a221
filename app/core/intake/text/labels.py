"""What may stand between a label and its value in a typed note: a colon, dots, a dash, "is"."""

from __future__ import annotations

# A colon, an equals sign, leading dots, a dash, "is", or only a blank.
GAP = r"(?:[ \t]*(?:[:=]|\.{2,}:?|_{2,}|-{2,})|[ \t]+[.-](?=[ \t])|(?:[ \t]+(?:is|are|of)|['’]s)\b:?)?[ \t]*"
# The same, but something must stand there.
MARK = r"(?:[ \t]*(?:[:=]|\.{2,}:?|_{2,}|-{2,})|[ \t]+[.-](?=[ \t])|[ \t]+(?:is|are)\b:?)[ \t]*"
# What a caller says to take something back.
SORRY = (
    r"\b(?:sorry|correction|scratch\s+that|strike\s+that|i\s+mean(?:t)?|no,?\s+wait|wait,?\s+no|no,?\s+(?=make\b)|excuse\s+me"
    r"|pardon(?:\s+me)?|oops|actually)\b[,.:;\s-]*"
    r"(?:(?:i\s+meant?|make\s+(?:that|it)|that['’]?s|that\s+(?:should\s+be|is)|it['’]?s|it\s+should\s+be|should\s+be|change\s+that\s+to)\b"
    r"[,:\s]*)?"
)
# Where a label may begin: at a line's start, after a stroke, a comma, a full stop or a wide space.
START = r"(?:^|(?<=[\n|;,.\t(*])|(?<=[|;,.)] )|(?<=  ))[ \t]*"
