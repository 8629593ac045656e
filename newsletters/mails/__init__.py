"""The mails to people: the personal ones of an edition, and the letters around them."""
