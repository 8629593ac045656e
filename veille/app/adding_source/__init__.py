"""``veille source new``: a new source begins as code that works, on pages that are invented."""
