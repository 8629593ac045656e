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
"""Bytes of an archive, or of a DOCX, once expanded."""
MOST_RATIO = 150
"""How many times larger an entry may be than it is in the archive; small ones are not asked."""
MOST_MARKUP = 8 * 1024 * 1024
"""Bytes of a web page, or of a plain text."""

MEMORY = 448 * 1024 * 1024
"""Address space of the process that reads a file, of which the libraries take a third."""
OPENING_SECONDS = 1.0
"""Of computing, until the first page of a PDF, or for the list of an archive."""
PAGE_SECONDS = 0.8
"""Of computing, for one page of a PDF."""
MARKUP_SECONDS = 1.2
"""Of computing, for a DOCX, a web page or a plain text."""
WHOLE_SECONDS = 15
"""Of computing, for a whole file."""
PATIENCE_SECONDS = 40
"""By the clock, for a whole file, on a machine that has other things to do."""
