"""The web application: pages for subscribers and staff, rendered on the server, in French."""
