"""Routes: each reads the request, asks for plain data, and shows a page."""
