"""Mail: what is written to whom, the relay, editions as staff handle them."""
