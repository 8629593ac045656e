"""How much of what staff hand over is read; said to them before they choose, tested, documented."""

MOST_BYTES = 20 * 1024 * 1024
"""Of all the files of a find together, as they are sent; of an answer at an address."""
MOST_FILES = 10
MOST_DOCUMENTS = 20
"""That are read of a find, those of its archives counted."""
MOST_PAGES = 600
"""Of one document."""
MOST_CHARACTERS = 2_000_000
"""Of text in a find: what is stored of it."""

MOST_ENTRIES = 500
"""Of an archive, read or not."""
MOST_EXPANDED = 64 * 1024 * 1024
"""Bytes of an archive, or of an office file, once expanded."""
MOST_RATIO = 150
"""How many times larger an entry may be than it is in the archive; small ones are not asked."""
MOST_MARKUP = 2 * 1024 * 1024
"""Bytes of a web page, or of a plain text."""

MEMORY = 384 * 1024 * 1024
"""Address space of the process that reads a file, of which the libraries take a third."""
FIRST_SECONDS = 0.8
"""Of computing, for a file, before it has shown that it holds anything; what follows is added."""
PAGE_SECONDS = 0.02
"""For each page of a PDF: three times what a dense one takes."""
ENTRY_SECONDS = 0.02
"""For each file of an archive."""
MEBIBYTE_SECONDS = 0.15
"""For each MiB of a DOCX or ODT once expanded, of a web page or of a plain text."""
RTF_SECONDS = 0.01
"""For each MiB of an RTF, which may be all pictures."""
RTF_PAGE_SECONDS = 0.002
"""For each 3,000 characters found in an RTF: about twice what they take."""
WHOLE_SECONDS = 20
"""Of computing, for a file, whatever it holds."""
PATIENCE_SECONDS = 60
"""By the clock, on a machine that has other things to do."""
