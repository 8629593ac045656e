"""Commands by subject: options read here, work done elsewhere."""
