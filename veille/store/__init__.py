"""The store: the only place that speaks SQL; plain data in and out."""

from veille.store.database import Store
from veille.store.errors import AlreadyToldError, StoreError

__all__ = ["AlreadyToldError", "Store", "StoreError"]
